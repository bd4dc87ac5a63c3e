using System.Text.Json;
using System.Text.RegularExpressions;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Workflows run on a virtual clock before anybody relies on them.</summary>
public sealed partial class SimulationScenarios
{
    private static readonly JsonSerializerOptions Indented = new(ApiJson.Options) { WriteIndented = true };

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task RefundReview_IsSimulatedWithGivenAnswers_AndTouchesNothing(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P6D");
        var before = await CountAsync(desk);

        var report = await desk.Olga.Workflows.SimulateAsync("refund-review", new SimulateWorkflowRequest
        {
            Input = Input(certificate),
            Answers = new SimulationAnswers
            {
                Tasks =
                [
                    new SimulatedTaskAnswer { Activity = "review", Outcome = "Approve", After = "P2D", By = "rita" },
                    new SimulatedTaskAnswer { Activity = "repair-payment", Outcome = "Retry", After = "PT4H" },
                ],
                Effects = [new SimulatedEffectAnswer { Kind = "payment", Error = "account-closed", After = "PT1M" }],
            },
        });

        Golden.Matches(Id().Replace(JsonSerializer.Serialize(report, Indented), "<id>"), "refund-review");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal(before, await CountAsync(desk));
        Assert.Empty(await Desk.InboxAsync(desk.Rita));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Rule", "RN-9")]
    public async Task Renewal_IsSimulatedWithGivenAnswers_AndTouchesNothing(DatabaseKind kind)
    {
        await using var renewals = await RenewalDesk.OpenAsync(kind);
        var desk = renewals.Desk;
        var certificate = await renewals.ExpiringAsync(30);
        var before = await CountAsync(desk);

        var report = await desk.Olga.Workflows.SimulateAsync("renewal", new SimulateWorkflowRequest
        {
            Input = Input(certificate.Id),
            Answers = new SimulationAnswers
            {
                Effects =
                [
                    new SimulatedEffectAnswer { Kind = "ca-issue", After = "P2D" },
                    new SimulatedEffectAnswer { Kind = "tls-probe", Error = "unreachable" },
                ],
                Tasks = [new SimulatedTaskAnswer { Activity = "missing-days", Outcome = "Settled", After = "PT1H" }],
            },
        });

        Golden.Matches(Id().Replace(JsonSerializer.Serialize(report, Indented), "<id>"), "renewal");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal(before, await CountAsync(desk));
        Assert.Equal(CertificateState.Issued, await renewals.StateOfAsync(certificate.Id));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Rule", "RN-10")]
    public async Task CertificateHosting_IsSimulatedOverAReplacement_AndTouchesNothing(DatabaseKind kind)
    {
        await using var renewals = await RenewalDesk.OpenAsync(kind);
        var desk = renewals.Desk;
        var certificate = await renewals.ExpiringAsync(31);
        await desk.OrderAsync(new OrderItemDto { Product = "hosting-service" });
        var before = await CountAsync(desk);

        var report = await desk.Olga.Workflows.SimulateAsync("certificate-hosting", new SimulateWorkflowRequest
        {
            Input = Input(certificate.Id),
            Answers = new SimulationAnswers { Tasks = [new SimulatedTaskAnswer { Activity = "missing-days", Outcome = "Settled", After = "PT1H" }] },
            Until = certificate.ExpiresAt,
        });

        Golden.Matches(Id().Replace(JsonSerializer.Serialize(report, Indented), "<id>"), "certificate-hosting");
        Assert.Equal((SimulationEnding.Horizon, 2), (report.Ending, report.Instances.Count));
        Assert.Equal(before, await CountAsync(desk));
        Assert.Equal(HostingState.Bought, Assert.Single((await desk.Caller.Hostings.ListAsync(new HostingListRequest())).Items).State);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task RevocationConfirmation_IsSimulatedWithTheEventAlone_AndTouchesNothing(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        var certificate = await desk.BuyAsync();
        await desk.Caller.Certificates.SubmitApplicationAsync(certificate, new SubmitApplicationRequest { Domains = ["www.customer.example"] }, Desk.Key());
        await desk.AdvanceAsync("PT11M");
        var before = await CountAsync(desk);

        var report = await desk.Olga.Workflows.SimulateAsync("revocation-confirmation", new SimulateWorkflowRequest
        {
            Input = new Dictionary<string, JsonElement>(Input(certificate)) { ["Reason"] = JsonSerializer.SerializeToElement("keyCompromise") },
            Answers = new SimulationAnswers
            {
                Events = [new SimulatedEventAnswer { Name = "revocation-confirmed", After = "P3D" }],
                Tasks = [new SimulatedTaskAnswer { Activity = "mend", Outcome = "TryAgain", After = "PT2H" }],
                Effects = [new SimulatedEffectAnswer { Kind = "ca-revoke", Error = "busy", After = "PT1M" }],
            },
        });

        var text = Sealed().Replace(JsonSerializer.Serialize(report, Indented), "[sealed]");
        text = Id().Replace(text, "<id>");
        Golden.Matches(Serial().Replace(text, "<serial>"), "revocation-confirmation");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal(before, await CountAsync(desk));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Rule", "PK-8")]
    public async Task HttpsPackageRefund_IsSimulatedWithTheCasesOfItsCertificate_AndTouchesNothing(DatabaseKind kind)
    {
        await using var it = await PackageRefundDesk.OpenAsync(kind);
        var desk = it.Desk;
        var package = await it.BuyIssuedAsync();
        var before = await CountAsync(desk);

        var report = await desk.Olga.Workflows.SimulateAsync("https-package-refund", new SimulateWorkflowRequest
        {
            Input = new Dictionary<string, JsonElement>
            {
                ["PackageId"] = JsonSerializer.SerializeToElement(package.Id),
                ["Ticket"] = JsonSerializer.SerializeToElement("T-7"),
            },
            Answers = new SimulationAnswers
            {
                Events = [new SimulatedEventAnswer { Name = "revocation-confirmed", After = "P1D" }],
                Tasks =
                [
                    new SimulatedTaskAnswer { Activity = "review", Outcome = "Approve", After = "P1D", By = "rita" },
                    new SimulatedTaskAnswer { Activity = "delete-for-customer", Outcome = "Delete", After = "PT1H", By = "carl" },
                    new SimulatedTaskAnswer { Activity = "review", Outcome = "Approve", After = "P1D", By = "rolf" },
                ],
            },
        });

        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal(["https-package-refund", "revocation-confirmation", "refund-review"], report.Instances.Select(i => i.DefinitionId));
        Assert.Equal(2, report.Messages.Count(m => m.Kind == "payment"));
        Assert.Equal(before, await CountAsync(desk));
        Assert.Equal(PackageState.Active, await it.StateOfAsync(package));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Trait("Rule", "EX-3")]
    public async Task Expiry_OfACertificateAndItsSite_IsSimulatedToTheEnd_AndTouchesNothing(DatabaseKind kind)
    {
        await using var renewals = await RenewalDesk.OpenAsync(kind);
        var desk = renewals.Desk;
        var (package, certificate) = await HttpsCertificateScenarios.ServingAsync(renewals, ["www.customer.example"]);
        var before = await CountAsync(desk);

        var at = certificate.ExpiresAt!.Value.AddDays(-40);
        var follower = await desk.Olga.Workflows.SimulateAsync("certificate-expiry", new SimulateWorkflowRequest
        {
            Input = Input(certificate.Id),
            At = at,
            Until = at.AddDays(100),
        });
        Golden.Matches(Path(follower), "certificate-expiry");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (follower.Ending, follower.SubStatus));

        follower = await desk.Olga.Workflows.SimulateAsync("package-expiry", new SimulateWorkflowRequest
        {
            Input = new Dictionary<string, JsonElement> { ["PackageId"] = JsonSerializer.SerializeToElement(package) },
            At = at,
            Until = at.AddDays(100),
        });
        Golden.Matches(Path(follower), "package-expiry");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (follower.Ending, follower.SubStatus));
        Assert.Equal(before, await CountAsync(desk));

        await desk.AdvanceToAsync(certificate.ExpiresAt!.Value.AddMinutes(-1));
        renewals.Silent = true;
        await desk.AdvanceAsync("PT1M");
        before = await CountAsync(desk);
        var replacement = await desk.Olga.Workflows.SimulateAsync("https-certificate-replacement", new SimulateWorkflowRequest
        {
            Input = new Dictionary<string, JsonElement>
            {
                ["PackageId"] = JsonSerializer.SerializeToElement(package),
                ["Domain"] = JsonSerializer.SerializeToElement("www.customer.example"),
            },
            Answers = new SimulationAnswers
            {
                Effects = [new SimulatedEffectAnswer { Kind = "ca-issue", Error = "busy" }],
                Tasks = [new SimulatedTaskAnswer { Activity = "refused", Outcome = "TryAgain", After = "PT1H" }],
            },
        });
        Golden.Matches(Path(replacement), "https-certificate-replacement");
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (replacement.Ending, replacement.SubStatus));
        Assert.Equal(before, await CountAsync(desk));
    }

    [Fact]
    public async Task Simulation_WithoutAnswers_EscalatesAndExpiresAsTheDeadlinesSay()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P6D");
        var report = await desk.Olga.Workflows.SimulateAsync("refund-review", new SimulateWorkflowRequest { Input = Input(certificate) });

        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.NotNull(Assert.Single(report.Tasks).EscalatedTo);
        Assert.Contains(report.Messages, message => message.Payload.ToString()!.Contains("Refund request closed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Simulation_WithAnAnswerThatDoesNotFit_SaysWhichOne()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P6D");
        var wrong = await Assert.ThrowsAsync<ApiException>(() => desk.Olga.Workflows.SimulateAsync("refund-review", new SimulateWorkflowRequest
        {
            Input = Input(certificate),
            Answers = new SimulationAnswers { Tasks = [new SimulatedTaskAnswer { Activity = "Review", Outcome = "Perhaps" }] },
        }));
        Assert.Equal(400, (int)wrong.Status);
        Assert.Contains("answers.tasks[0].outcome", wrong.Problem.Errors!.Keys);
        Assert.Equal(404, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Workflows.SimulateAsync("nothing", new SimulateWorkflowRequest()))).Status);
        Assert.Equal(403, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Caller.Workflows.SimulateAsync("refund-review", new SimulateWorkflowRequest()))).Status);
        Assert.Equal(400, (int)(await Assert.ThrowsAsync<ApiException>(
            () => desk.Olga.Workflows.SimulateAsync("refund-review", new SimulateWorkflowRequest { Until = Desk.Start.AddYears(-1) }))).Status);
    }

    [Theory]
    [InlineData("while (true) {}", SimulationEnding.Over)]
    [InlineData("1", SimulationEnding.TooManySteps)]
    public async Task Simulation_OfWhatNeverEnds_Ends(string script, SimulationEnding ending)
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        await OperatorScenarios.PublishAsync(desk, "endless", 1, $$$$"""
            {"id":"F","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"A","type":"Elsa.Start","version":1},
              {"id":"B","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"JavaScript","value":"{{{{script}}}}"}}},
              {"id":"C","type":"Elsa.Delay","version":1,"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:00:01"}}}],
             "connections":[
              {"source":{"activity":"A","port":"Done"},"target":{"activity":"B","port":"In"}},
              {"source":{"activity":"B","port":"Done"},"target":{"activity":"C","port":"In"}},
              {"source":{"activity":"C","port":"Done"},"target":{"activity":"B","port":"In"}}]}
            """);
        var report = await desk.Olga.Workflows.SimulateAsync("endless", new SimulateWorkflowRequest());
        Assert.Equal(ending, report.Ending);
    }

    [Fact]
    public async Task Simulations_MoreThanMayRunAtOnce_AreToldWhenToComeAgain()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite, settings: [("Simulations:AtOnce", "1"), ("Simulations:Patience", "00:00:00"), ("Simulations:MaxTime", "00:00:07")]);
        await desk.PublishAsync("many-turns", Definitions.Named("Many turns", Definitions.Activity(
            "Elsa.While",
            "W",
            ("condition", Definitions.Input("Boolean", "Literal", true)),
            ("body", Definitions.Activity("Elsa.Delay", "D", ("timeSpan", Definitions.Input("TimeSpan", "Literal", "00:00:01")))))));
        var refused = (await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await desk.Olga.Workflows.SimulateAsync("many-turns", new SimulateWorkflowRequest());
                return null;
            }
            catch (ApiException exception)
            {
                return exception;
            }
        }))).OfType<ApiException>().ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, problem => Assert.Equal((429, "too-many-simulations", TimeSpan.FromSeconds(7)), ((int)problem.Status, problem.Code, problem.RetryAfter)));
    }

    [Fact]
    public async Task Host_WithSimulationLimitsOutOfRange_DoesNotStartAndNamesThemAll()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => Api.ApiHost.StartAsync(
            ("Simulations:AtOnce", "0"), ("Simulations:MaxTime", "00:01:00"), ("Simulations:Patience", "-00:00:01")));
        Assert.Equal(["AtOnce", "MaxTime", "Patience"], refusal.Failures.Select(failure => failure.Split(':')[1].Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, JsonElement> Input(string certificate) => new()
    {
        ["CertificateId"] = JsonSerializer.SerializeToElement(certificate),
        ["Reason"] = JsonSerializer.SerializeToElement("not-needed"),
    };

    /// <summary>What was done when, without what the activities were told.</summary>
    private static string Path(SimulationDto report) => string.Join('\n', report.Steps.SelectMany(step => step.Path
        .Where(entry => entry.Event is "Completed" or "Suspended" && entry.ActivityId != "flow" && entry.ActivityId != "Workflow1")
        .Select(entry => $"{step.At:O} {entry.ActivityId} {string.Join(' ', entry.Outcomes ?? ["waits"])}")));

    private static async Task<(int, int, int, int, int, int, int)> CountAsync(Desk desk)
    {
        var token = TestContext.Current.CancellationToken;
        await using var db = desk.OpenDatabase();
        return (await db.Instances.CountAsync(token), await db.Tasks.CountAsync(token), await db.Effects.CountAsync(token),
            await db.Deadlines.CountAsync(token), await db.Audit.CountAsync(token), await db.Journal.CountAsync(token), await db.Refunds.CountAsync(token));
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"\[sealed:[^\]]+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sealed();

    [GeneratedRegex("[0-9A-F]{16,}|-----BEGIN[^\"]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Serial();
}
