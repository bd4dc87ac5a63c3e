using CertWorkflows.Application.Definitions;
using CertWorkflows.Infrastructure.Persistence;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Clock;
using CertWorkflows.Server.Demo;
using CertWorkflows.Server.Designer;

namespace CertWorkflows.Server;

/// <summary>What must be there before the first request, and what a newcomer wants to know after it.</summary>
internal sealed class StartUp(
    DatabaseStart database,
    SigningKey signingKey,
    FirstUsers users,
    DefinitionProvisioning definitions,
    DemoStart demo,
    DesignerFiles designer,
    IConfiguration configuration,
    IServiceProvider services) : IHostedLifecycleService
{
    private string? _adminPassword;

    /// <summary>Before anything else starts: nothing listens and no deadline fires yet.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.RunAsync(cancellationToken);
        if (services.GetService<ClockAdvance>() is { } clock)
        {
            await clock.ResumeAsync(cancellationToken);
        }

        await signingKey.LoadAsync(cancellationToken);
        _adminPassword = await users.EnsureAdminAsync(configuration["Bootstrap:AdminPassword"], cancellationToken);
        await definitions.RunAsync(WorkflowsFolder(), cancellationToken);
    }

    /// <summary>Now the addresses are known.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var (demoUsers, demoData) = await demo.RunAsync(cancellationToken);
        await GreetAsync(demoUsers, demoData);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string WorkflowsFolder() =>
        configuration["Workflows:Folder"] ?? Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>To the console itself, not to the log: the made-up password is shown once and kept nowhere.</summary>
    private async Task GreetAsync(bool demoUsers, bool demoData)
    {
        var lines = new List<string>();
        foreach (var address in ListenerAddresses.All(services))
        {
            lines.Add($"CertWorkflows   {address}");
            lines.Add($"  the API       {address}/scalar");
            if (designer.HasStudio)
            {
                lines.Add($"  the designer  {address}/designer");
            }
        }

        if (_adminPassword is not null)
        {
            lines.Add($"  log in as     {FirstUsers.AdminName} / {_adminPassword}   (made up now, shown only this once)");
        }

        if (demoUsers)
        {
            lines.AddRange(FirstUsers.DemoLogIns.Select(user => $"  log in as     {user.Name} / {user.Password}"));
        }

        if (demoData)
        {
            lines.Add("  the demo      six customers, their certificates and packages, refunds that wait in the inbox of reviewer (Demo__Data=false: none)");
        }

        if (lines.Count > 0)
        {
            await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines));
        }
    }
}
