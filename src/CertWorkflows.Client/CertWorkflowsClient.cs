namespace CertWorkflows.Client;

/// <summary>The API as typed calls, a member for each group of resources.</summary>
/// <remarks>
/// Any answer other than success is thrown as <see cref="ApiException"/>. Creating calls take an idempotency key of 1 to 255
/// printable characters: a call repeated with the same key is done once. Calls that change a thing take the version that
/// the caller saw; when the thing has changed since, the answer is 412.
/// </remarks>
/// <param name="http">
/// Its base address is the server's root and ends with a slash. Credentials come from a <see cref="CredentialHandler"/>.
/// </param>
public sealed class CertWorkflowsClient(HttpClient http)
{
    private readonly ApiTransport _transport = new(http);

    /// <summary>Logging in.</summary>
    public TokensClient Tokens => new(_transport);

    /// <summary>Users and API keys; role <c>admin</c>, except for <see cref="AdministrationClient.GetMeAsync"/>.</summary>
    public AdministrationClient Administration => new(_transport);

    /// <summary>Refund questions and refund cases.</summary>
    public RefundsClient Refunds => new(_transport);

    /// <summary>Renewal questions and renewal cases.</summary>
    public RenewalsClient Renewals => new(_transport);

    /// <summary>Revocations.</summary>
    public RevocationsClient Revocations => new(_transport);

    /// <summary>One-click HTTPS packages.</summary>
    public PackagesClient Packages => new(_transport);

    /// <summary>Refunds of packages.</summary>
    public PackageRefundsClient PackageRefunds => new(_transport);

    /// <summary>The extension service.</summary>
    public CreditsClient Credits => new(_transport);

    /// <summary>The hosting service.</summary>
    public HostingsClient Hostings => new(_transport);

    /// <summary>The business calendar.</summary>
    public CalendarClient Calendar => new(_transport);

    /// <summary>Products and prices.</summary>
    public CatalogueClient Catalogue => new(_transport);

    /// <summary>Paid orders.</summary>
    public OrdersClient Orders => new(_transport);

    /// <summary>Certificates and their applications.</summary>
    public CertificatesClient Certificates => new(_transport);

    /// <summary>Pictures of what may follow what.</summary>
    public LifecyclesClient Lifecycles => new(_transport);

    /// <summary>Links with which customers see where their requests are.</summary>
    public CustomerLinksClient CustomerLinks => new(_transport);

    /// <summary>Human tasks.</summary>
    public TasksClient Tasks => new(_transport);

    /// <summary>Saved filters of the inbox.</summary>
    public SavedFiltersClient SavedFilters => new(_transport);

    /// <summary>What supervisors see of everybody's work.</summary>
    public StatisticsClient Statistics => new(_transport);

    /// <summary>Work that workflows hand to programs.</summary>
    public RunTasksClient RunTasks => new(_transport);

    /// <summary>Workflow definitions.</summary>
    public WorkflowsClient Workflows => new(_transport);

    /// <summary>Running and finished workflows.</summary>
    public InstancesClient Instances => new(_transport);

    /// <summary>Events from outside that workflows wait for.</summary>
    public EventsClient Events => new(_transport);

    /// <summary>What falls due when.</summary>
    public DeadlinesClient Deadlines => new(_transport);

    /// <summary>Outside effects and their retries; role <c>operator</c>.</summary>
    public EffectsClient Effects => new(_transport);

    /// <summary>The connectors to the outside world; role <c>operator</c>.</summary>
    public ConnectorsClient Connectors => new(_transport);

    /// <summary>The virtual clock; only on hosts started with one.</summary>
    public ClockClient Clock => new(_transport);
}
