using CertWorkflows.Application;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Infrastructure;
using CertWorkflows.Infrastructure.Connectors;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CertWorkflows.Benchmarks.Throughput;

/// <summary>
/// The product as the server registers it, without HTTP. The due work does not run (the clock counts as virtual), so
/// that only turns are measured and not the mails that follow them.
/// </summary>
internal sealed class Product : IAsyncDisposable
{
    private const decimal SecondReviewerAbove = 5000m;

    private static readonly Caller Customer = new("shop", new HashSet<string> { "caller" }, new HashSet<string>());
    private static readonly Caller Reviewer = new("reviewer", new HashSet<string> { "reviewer" }, new HashSet<string> { "refunds" });

    private readonly IHost _host;
    private readonly WorkflowService _workflows;
    private readonly TaskService _tasks;
    private readonly IWorkflowStore _store;

    private Product(IHost host)
    {
        _host = host;
        _workflows = host.Services.GetRequiredService<WorkflowService>();
        _tasks = host.Services.GetRequiredService<TaskService>();
        _store = host.Services.GetRequiredService<IWorkflowStore>();
    }

    public static async Task<Product> StartAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = database.Provider,
            ["ConnectionStrings:CertWorkflows"] = database.ConnectionString,
            ["Clock:Mode"] = "Virtual",
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
        builder.Services.AddApplication(builder.Configuration);
        builder.Services.AddSingleton<ISealedTexts, PlainTexts>();
        builder.Services.AddInfrastructure(builder.Configuration);
        builder.Services.AddConnectors(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await host.Services.GetRequiredService<DefinitionProvisioning>()
            .RunAsync(Path.Combine(AppContext.BaseDirectory, "workflows"), cancellationToken);
        return new Product(host);
    }

    public IWorkflowStore Store => _store;

    public WorkflowDb Open() => _store.Open();

    /// <summary>Starts the workflow that follows a certificate; it waits for its next date.</summary>
    public async Task<Guid> FollowAsync(Guid certificateId, CancellationToken cancellationToken)
    {
        var input = new Dictionary<string, object?> { ["CertificateId"] = certificateId.ToString() };
        var instance = await _workflows.StartAsync(new StartWorkflow("certificate-expiry") { Input = input }, Customer, cancellationToken);
        return instance is { SubStatus: "Suspended", IncidentCount: 0 }
            ? instance.Id
            : throw new InvalidOperationException($"The follower does not wait, it is {instance.SubStatus}: {instance.State}");
    }

    /// <summary>Opens a refund, which runs to its review task.</summary>
    public async Task<Guid> StartRefundAsync(Guid certificateId, CancellationToken cancellationToken)
    {
        var opening = new RefundOpening(
            new CertificateId(certificateId), RefundReason.NotNeeded, RefundChannel.SelfService, null, null, SecondReviewerAbove);
        var instance = await _workflows.StartAsync(new StartWorkflow(RefundOpening.DefinitionId) { Opening = opening }, Customer, cancellationToken);
        if (instance is not { SubStatus: "Suspended", IncidentCount: 0 })
        {
            // Something that ends at once would look wonderfully fast.
            throw new InvalidOperationException($"The refund does not wait for its review, it is {instance.SubStatus}: {instance.State}");
        }

        return instance.Id;
    }

    /// <summary>Approves, which runs to the payment that is about to be sent.</summary>
    public Task ApproveAsync(Guid taskId, CancellationToken cancellationToken) =>
        _tasks.CompleteAsync(taskId, "Approve", null, null, null, Reviewer, cancellationToken);

    /// <summary>The open review tasks of instances.</summary>
    public async Task<IReadOnlyList<Guid>> OpenTasksAsync(IReadOnlyCollection<Guid> instanceIds, CancellationToken cancellationToken)
    {
        await using var db = _store.Open();
        return await db.Tasks
            .Where(task => instanceIds.Contains(task.InstanceId) && task.State == HumanTaskState.Open)
            .Select(task => task.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>One paid certificate whose refund needs a review (RF-8), bought through the domain.</summary>
    public async Task<Guid> BuyCertificateAsync(CancellationToken cancellationToken)
    {
        var now = _host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var id = Ids.New(now);
        var purchase = new CertificatePurchase(
            new CertificateId(id),
            new OrderId(Ids.New(now)),
            new CustomerId("customer-0001"),
            "Beispiel Handels GmbH 示例商贸有限公司",
            "it@customer.example",
            "+86 13800138000",
            new Domain.Catalogue.CertificateSpec("DigiCert", Domain.Catalogue.ValidationLevel.DV, Wildcard: false, Domains: 1, Years: 1, FreeDv: false),
            null,
            now - TimeSpan.FromDays(20),
            new Money(600m),
            new Money(80m),
            PaymentChannel.Alipay,
            "payer@alipay.example");
        await using var db = _store.Open();
        db.Certificates.Add(Certificate.Buy(purchase, _host.Services.GetRequiredService<BusinessCalendar>(), Customer.Name));
        await _store.CommitAsync(db, cancellationToken);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
