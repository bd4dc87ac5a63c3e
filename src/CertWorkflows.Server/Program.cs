using CertWorkflows.Server;

var builder = WebApplication.CreateBuilder(args);
builder.AddServer();

var app = builder.Build();
app.UseServer();
await app.RunAsync();
