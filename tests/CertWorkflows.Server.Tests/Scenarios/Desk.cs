using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>
/// A whole refund desk over HTTP: the real server on a database of its own and a virtual clock, with a client for each person.
/// Time starts on Monday 2026-03-02, 10:00 in Shanghai.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public const string AdminPassword = "admin-of-the-test-desk";

    private static readonly (string Name, UserRole[] Roles, string[] Groups)[] Everybody =
    [
        ("caller", [UserRole.Caller], []),
        ("rita", [UserRole.Reviewer], ["refunds"]),
        ("rolf", [UserRole.Reviewer], ["refunds"]),
        ("susan", [UserRole.Reviewer], ["supervisors"]),
        ("carl", [UserRole.Reviewer], ["customer-care"]),
        ("cora", [UserRole.Reviewer], ["certificates"]),
        ("anna", [UserRole.Analyst, UserRole.Publisher, UserRole.Operator], []),
        ("olga", [UserRole.Operator, UserRole.Reviewer], ["operators"]),
    ];

    private readonly TestDatabase _database;
    private readonly Func<int, WebApplicationFactory<Program>> _build;
    private WebApplicationFactory<Program> _server;
    private readonly string _outbox = Directory.CreateTempSubdirectory("desk-outbox").FullName;
    private readonly Dictionary<string, CertWorkflowsClient> _clients = [];

    // Everybody who works at a desk, as the server itself makes them.
    private static readonly Template People = new("people", async settings =>
    {
        var outbox = Directory.CreateTempSubdirectory("desk-outbox").FullName;
        await using (var server = Server(settings, 0, outbox, race: null, configure: null, []))
        {
            var admin = await LogInAsync(server, "admin", AdminPassword);
            foreach (var (name, roles, groups) in Everybody)
            {
                await admin.Administration.CreateUserAsync(
                    new CreateUserRequest { Username = name, DisplayName = name, Password = PasswordOf(name), Roles = roles, Groups = groups });
            }

            await CheapPasswords.MakeAsync(
                server.Services.GetRequiredService<IWorkflowStore>(), name => name == "admin" ? AdminPassword : PasswordOf(name), CancellationToken.None);
        }

        Directory.Delete(outbox, recursive: true);
    });

    private Desk(
        TestDatabase database, bool listen, StagedRace? race, Action<IServiceCollection>? configure, IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        _database = database;
        _build = port => Server(database.Settings, port, _outbox, race, configure, settings);
        _server = _build(0);
        if (listen)
        {
            Listen();
        }
    }

    /// <summary>Where it can be reached; by others than its own clients only if it listens.</summary>
    public Uri Address => _server.ClientOptions.BaseAddress;

    public CertWorkflowsClient Caller => _clients["caller"];

    public CertWorkflowsClient Rita => _clients["rita"];

    public CertWorkflowsClient Rolf => _clients["rolf"];

    public CertWorkflowsClient Susan => _clients["susan"];

    public CertWorkflowsClient Carl => _clients["carl"];

    public CertWorkflowsClient Cora => _clients["cora"];

    public CertWorkflowsClient Olga => _clients["olga"];

    public CertWorkflowsClient Anna => _clients["anna"];

    public CertWorkflowsClient Admin => _clients["admin"];

    public IServiceProvider Services => _server.Services;

    public static Task<Desk> OpenAsync(
        DatabaseKind kind, StagedRace? race = null, Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings) =>
        OpenAsync(kind, listen: false, race, configure, settings);

    /// <summary>A desk on a port of its own, for browsers; on SQLite.</summary>
    public static Task<Desk> ListenAsync(params (string Key, string Value)[] settings) =>
        OpenAsync(DatabaseKind.Sqlite, listen: true, race: null, configure: null, settings);

    private static async Task<Desk> OpenAsync(
        DatabaseKind kind, bool listen, StagedRace? race, Action<IServiceCollection>? configure, (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(kind, TestContext.Current.CancellationToken, People);
        var desk = new Desk(
            database, listen, race, configure, [.. settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))]);
        desk._clients["admin"] = await LogInAsync(desk._server, "admin", AdminPassword);
        foreach (var (name, _, _) in Everybody)
        {
            desk._clients[name] = await LogInAsync(desk._server, name, PasswordOf(name));
        }

        return desk;
    }

    /// <summary>A paid certificate, bought now.</summary>
    public async Task<string> BuyAsync(string product = "geotrust-dv", string account = "pay@customer.example", int domains = 1, string? mobile = null)
    {
        var order = await OrderAsync(new OrderItemDto { Product = product, Years = 1, Domains = domains }, account: account, mobile: mobile);
        return order.Certificates[0].Id;
    }

    /// <summary>A paid order of one thing.</summary>
    public Task<OrderDto> OrderAsync(OrderItemDto item, string customer = "c-1", string account = "pay@customer.example", string? mobile = null) =>
        Caller.Orders.CreateAsync(
            new CreateOrderRequest
            {
                CustomerId = customer,
                Company = "Example Ltd",
                Email = "it@customer.example",
                Mobile = mobile,
                Payment = new PaymentDto { Channel = PaymentChannel.Alipay, Account = account },
                Items = [item],
            },
            Key());

    /// <summary>A refund that is under review: the certificate was bought six days before (RF-8).</summary>
    public async Task<RefundDto> RefundUnderReviewAsync(
        string product = "geotrust-dv", string account = "pay@customer.example", AssistanceDto? assistance = null, int domains = 1)
    {
        var certificate = await BuyAsync(product, account, domains);
        await AdvanceAsync("P6D");
        return await RequestRefundAsync(certificate, assistance);
    }

    public Task<RefundDto> RequestRefundAsync(string certificateId, AssistanceDto? assistance = null) =>
        Caller.Refunds.CreateAsync(
            new CreateRefundRequest
            {
                CertificateId = certificateId,
                Reason = assistance is null ? RefundReason.NotNeeded : RefundReason.Blocked,
                Assistance = assistance,
            },
            Key());

    /// <summary>The open tasks that a person sees.</summary>
    public static async Task<IReadOnlyList<TaskSummaryDto>> InboxAsync(CertWorkflowsClient person) =>
        (await person.Tasks.ListAsync(new TaskListRequest { State = HumanTaskState.Open })).Items;

    public Task<AdvanceClockResponse> AdvanceAsync(string by) => Olga.Clock.AdvanceAsync(new AdvanceClockRequest { By = by });

    public Task<AdvanceClockResponse> AdvanceToAsync(DateTimeOffset to) => Olga.Clock.AdvanceAsync(new AdvanceClockRequest { To = to });

    /// <summary>Sends whatever is due now: the virtual clock stands still until it is told to move.</summary>
    public Task SettleAsync() => AdvanceAsync("PT0S");

    /// <summary>What the instance did, activity by activity, without times and ids: the same on both databases.</summary>
    public async Task<string> TraceAsync(string instanceId)
    {
        var journal = (await Olga.Instances.GetJournalAsync(instanceId, new JournalRequest { Limit = 200 })).Items;
        return string.Join('\n', journal.Select(Line));
    }

    /// <summary>The same of what it did since an activity last did this.</summary>
    public async Task<string> TraceSinceAsync(string instanceId, string since)
    {
        var lines = await LinesAsync(instanceId);
        return string.Join('\n', lines.Skip(lines.LastIndexOf(since)));
    }

    /// <summary>The same, each line once, where it stood first: for a workflow that looks again at each piece of news, however many came before it looked.</summary>
    public async Task<string> StepsAsync(string instanceId) => string.Join('\n', (await LinesAsync(instanceId)).Distinct(StringComparer.Ordinal));

    private static string Line(JournalEntryDto entry) => $"{entry.ActivityId} {entry.Event} {entry.Payload?.ToString()}".TrimEnd();

    private async Task<List<string>> LinesAsync(string instanceId)
    {
        var lines = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Olga.Instances.GetJournalAsync(instanceId, new JournalRequest { Limit = 200, Cursor = cursor });
            lines.AddRange(page.Items.Select(Line));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return lines;
    }

    /// <summary>The texts of the mails that have been sent, oldest first.</summary>
    public IReadOnlyList<string> Mails() => [.. Messages().Select(m => m.Subject ?? "")];

    /// <summary>The mails that have been sent, oldest first.</summary>
    public IReadOnlyList<MimeKit.MimeMessage> Messages() =>
        [.. Directory.GetFiles(_outbox, "*.eml").Order(StringComparer.Ordinal).Select(f => MimeKit.MimeMessage.Load(f))];

    /// <summary>Publishes a definition of a sequence of these activities, with one stored variable <c>Body</c> and one output <c>Answer</c>.</summary>
    public async Task PublishAsync(string definitionId, string activities)
    {
        await using var db = OpenDatabase();
        db.Definitions.Add(new DefinitionVersion
        {
            Id = $"{definitionId}:1",
            DefinitionId = definitionId,
            Version = 1,
            Name = definitionId,
            IsLatest = true,
            IsPublished = true,
            CreatedBy = "test",
            CreatedAt = Start,
            Json = $$"""
                {
                  "id": "{{definitionId}}:1", "definitionId": "{{definitionId}}", "name": "{{definitionId}}", "version": 1, "toolVersion": "3.8.0.0",
                  "variables": [{ "id": "body", "name": "Body", "typeName": "Object", "isArray": false, "value": null,
                    "storageDriverTypeName": "WorkflowInstanceStorageDriver" }],
                  "inputs": [], "outputs": [{ "type": "String", "name": "Answer" }], "outcomes": [], "customProperties": {}, "options": {},
                  "root": { "id": "main", "type": "Elsa.Sequence", "version": 1, "activities": [{{activities}}] }
                }
                """,
        });
        await _database.Store.CommitAsync(db, TestContext.Current.CancellationToken);
    }

    /// <summary>What is waited for, but for the expiry of certificates and packages, which is always.</summary>
    public async Task<IReadOnlyList<DeadlineDto>> DeadlinesAsync() =>
        [.. (await Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items.Where(d => !d.DefinitionId.EndsWith("-expiry", StringComparison.Ordinal))];

    /// <summary>The instances that follow a certificate or package, the first first.</summary>
    public async Task<IReadOnlyList<InstanceSummaryDto>> FollowersAsync(string id) =>
        [.. (await Olga.Instances.ListAsync(new InstanceListRequest { CorrelationId = id })).Items
            .Where(i => i.DefinitionId.EndsWith("-expiry", StringComparison.Ordinal)).OrderBy(i => i.CreatedAt)];

    /// <summary>Anybody's own HTTP client.</summary>
    public HttpClient Anybody() => _server.CreateClient();

    /// <summary>The HTTP client of a person.</summary>
    public async Task<HttpClient> BrowserOfAsync(string name)
    {
        var client = Anybody();
        var token = await new CertWorkflowsClient(Anybody()).Tokens.CreateAsync(new CreateTokenRequest { Username = name, Password = PasswordOf(name) });
        client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token.AccessToken);
        return client;
    }

    public WorkflowDb OpenDatabase() => _database.Store.Open();

    public static string Key() => Ids.New(TimeProvider.System.GetUtcNow()).ToString();

    /// <summary>Ends the server in order; only one that listens can be started again.</summary>
    public ValueTask StopAsync() => _server.DisposeAsync();

    /// <summary>Starts it again, on the same port and the same database.</summary>
    public Task RestartAsync()
    {
        _server = _build(Address.Port);
        Listen();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_outbox, recursive: true);
    }

    public static string PasswordOf(string name) => $"password-of-{name}";

    private void Listen()
    {
        _server.UseKestrel();
        _server.StartServer();
    }

    private static WebApplicationFactory<Program> Server(
        IReadOnlyDictionary<string, string?> database,
        int port,
        string outbox,
        StagedRace? race,
        Action<IServiceCollection>? configure,
        IReadOnlyList<KeyValuePair<string, string?>> settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").UseUrls($"http://127.0.0.1:{port}");
            Dictionary<string, string?> all = new(database)
            {
                ["Clock:Mode"] = "Virtual",
                ["Clock:Start"] = Start.ToString("O"),
                ["Demo:Seed"] = "false",
                ["Simulations:MaxTime"] = "00:00:25", // a busy machine is no endless workflow
                ["Simulations:MaxTurns"] = "100",
                ["Bootstrap:AdminPassword"] = AdminPassword,
                ["Connectors:Mail:Folder"] = outbox,
                ["Connectors:Ca:Sandbox:ReviewDelay:Dv"] = "00:10:00",
            };
            foreach (var (key, value) in all.Concat(settings))
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services =>
            {
                configure?.Invoke(services);
                if (race is not null)
                {
                    StagedStore.Decorate(services, race);
                }
            });
        });

    private static async Task<CertWorkflowsClient> LogInAsync(WebApplicationFactory<Program> server, string name, string password)
    {
        var anonymous = new CertWorkflowsClient(server.CreateClient());
        var token = await anonymous.Tokens.CreateAsync(new CreateTokenRequest { Username = name, Password = password });
        return new CertWorkflowsClient(server.CreateDefaultClient(server.ClientOptions.BaseAddress, CredentialHandler.Bearer(token.AccessToken)));
    }
}
