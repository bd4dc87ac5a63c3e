using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Architecture;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;
using static CertWorkflows.Server.Tests.Scenarios.RouteRequests;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The example of docs/workflow-routes.md does what the page says.</summary>
public sealed partial class RoutePageScenarios
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Example_OfThePage_DoesWhatThePageSays(DatabaseKind database)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "workflow-routes.md"), TestContext.Current.CancellationToken);
        await using var desk = await Desk.OpenAsync(database);
        await desk.Services.GetRequiredService<DefinitionService>().SaveAsync(
            new SaveDraft("enquiry", Example().Match(page).Groups["json"].Value, Publish: true), Application.Access.Caller.System, TestContext.Current.CancellationToken);

        using var anybody = desk.Anybody();
        using var olga = await desk.BrowserOfAsync("olga");
        var accepted = await anybody.CallAsync("POST", "/enquiries/ACME", Body("""{"domains":["a.example","b.example"]}"""));
        var id = JsonNode.Parse(accepted.Body)!["id"]!.GetValue<string>();
        Assert.Equal((202, $$"""{"id":"{{id}}","domains":2}"""), (accepted.Status, accepted.Body));
        Assert.Equal(401, (await anybody.CallAsync("PUT", "/enquiries/acme/decision", Body("""{"text":"granted"}"""), ("x-workflow-instance-id", id))).Status);
        var decided = await olga.CallAsync("PUT", "/enquiries/acme/decision", Body("""{"text":"granted"}"""), ("x-workflow-instance-id", id));
        Assert.Equal((200, "ACME: granted"), (decided.Status, decided.Body));
    }

    [Fact]
    public async Task Example_WhenSimulated_ShowsWhatItAnswers()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "workflow-routes.md"), TestContext.Current.CancellationToken);
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        await desk.Services.GetRequiredService<DefinitionService>().SaveAsync(
            new SaveDraft("enquiry", Example().Match(page).Groups["json"].Value), Application.Access.Caller.System, TestContext.Current.CancellationToken);
        var report = await desk.Olga.Workflows.SimulateAsync("enquiry", new SimulateWorkflowRequest
        {
            Answers = new SimulationAnswers
            {
                Requests =
                [
                    new SimulatedRequestAnswer { Method = "POST", Path = "/enquiries/ACME", Content = JsonSerializer.SerializeToElement(new { domains = new[] { "a.example" } }) },
                    new SimulatedRequestAnswer { Path = "/enquiries/ACME", After = "PT1H" },
                    new SimulatedRequestAnswer { Method = "PUT", Path = "/enquiries/acme/decision", After = "P2D", Content = JsonSerializer.SerializeToElement(new { text = "granted" }) },
                ],
            },
        });
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal([(202, 0), (404, 0), (200, 2)], report.Replies.Select(reply => (reply.Status, (int)(reply.At - Desk.Start).TotalDays)));
        Assert.Equal("ACME: granted", report.Replies[2].Content);
        Assert.Contains("\"domains\":1", report.Replies[0].Content, StringComparison.Ordinal);
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Example();
}
