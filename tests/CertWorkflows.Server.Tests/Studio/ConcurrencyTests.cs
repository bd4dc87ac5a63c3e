using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using CertWorkflows.TestKit;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Two people at one definition: the later save is told, and nothing is lost.</summary>
public sealed class ConcurrencyTests
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_OfADraftThatSomebodyElseChanged_IsToldAndChangesNothing(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var (one, two) = (await host.AsAsync("analyst"), await ColleagueAsync(host));
        var created = await one.CreateAsync("Shared", Flow(Line("created")));
        var mine = await OpenAsync(one, created.Id());
        var theirs = await OpenAsync(two, created.Id());

        Assert.Equal(200, (await two.SaveAsync(Say(theirs, "theirs"))).Status);
        var message = (await one.SaveAsync(Say(mine, "mine"))).Messages();
        Assert.Contains("'colleague' changed this workflow (save", message, StringComparison.Ordinal);
        Assert.Contains("Save As", message, StringComparison.Ordinal);
        Assert.Contains("colleague", (await one.SaveAsync(Say(mine, "mine"), publish: true)).Messages(), StringComparison.Ordinal);
        Assert.Equal("theirs", Said(await OpenAsync(one, created.Id())));

        // after a reload it goes on
        var reloaded = await OpenAsync(one, created.Id());
        Assert.Equal(200, (await one.SaveAsync(Say(reloaded, "both"))).Status);
        Assert.Contains("'analyst' changed", (await two.SaveAsync(Say(theirs, "late"))).Messages(), StringComparison.Ordinal);
        Assert.Equal("both", Said(await OpenAsync(two, created.Id())));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Save_OfOneEditorBeforeTheAnswerToItsLast_IsTaken(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var open = await OpenAsync(analyst, (await analyst.CreateAsync("Quick", Flow(Line("0")))).Id());
        foreach (var text in new[] { "1", "2", "2", "3" })
        {
            // each made to the same state: the editor had no answer yet, or sent again what it had none for
            Assert.Equal(200, (await analyst.SaveAsync(Say(open, text))).Status);
        }

        Assert.Equal("3", Said(await OpenAsync(analyst, open.Id())));

        // a second tab of the same person is another editor
        var tab = await OpenAsync(analyst, open.Id());
        Assert.Equal(200, (await analyst.SaveAsync(Say(tab, "tab"))).Status);
        Assert.Contains("Not saved", (await analyst.SaveAsync(Say(open, "4"))).Messages(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_AfterThePublishOfAnother_BeginsTheNextVersion()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var open = (await analyst.SaveAsync(await analyst.CreateAsync("Published", Flow(Line("0"))))).Body!["workflowDefinition"]!;
        Assert.Equal(200, (await analyst.StudioAsync($"workflow-definitions/{open.Id()}/publish", new JsonObject())).Status);
        var next = (await analyst.SaveAsync(Say(open, "1"))).Body!["workflowDefinition"]!;
        Assert.Equal(2, (int)next["version"]!);
    }

    [Fact]
    public async Task Save_AfterTheRestApiChangedTheDraft_IsTold()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var open = await OpenAsync(analyst, (await analyst.CreateAsync("Rest", Flow(Line("0")))).Id());
        var exported = await analyst.ReadAsync($"workflows/{open.Id()}/export");
        Assert.DoesNotContain("certWorkflowsEditor", exported.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, (await analyst.SendAsync(HttpMethod.Put, $"workflows/{open.Id()}/draft", exported.Body.ToJsonString())).Status);
        Assert.Contains("Not saved", (await analyst.SaveAsync(Say(open, "1"))).Messages(), StringComparison.Ordinal);
        Assert.DoesNotContain("certWorkflowsEditor", (await analyst.ReadAsync($"workflows/{open.Id()}/versions/1")).Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_AfterTheDraftWasDeleted_IsTold()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var open = await OpenAsync(analyst, (await analyst.CreateAsync("Gone", Flow(Line("0")))).Id());
        Assert.Equal(204, (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definitions/{open.Id()}", null)).Status);
        Assert.Contains("delete-version", (await analyst.SaveAsync(Say(open, "1"))).Messages(), StringComparison.Ordinal);

        // numbers are never given twice: caches and journals name versions by them
        Assert.Equal(2, (await analyst.SendAsync(HttpMethod.Put, $"workflows/{open.Id()}/draft", """{"root":{"id":"w","type":"Elsa.WriteLine"}}""")).Body!["latestVersion"]!.GetValue<int>());
    }

    private static async Task<HttpClient> ColleagueAsync(ApiHost host)
    {
        var admin = await host.AsAsync("admin");
        var created = await admin.SubmitAsync(
            "users", """{"username":"colleague","displayName":"Co League","password":"colleague-of-the-analyst","roles":["analyst"],"groups":[]}""");
        Assert.Equal(201, created.Status);
        return host.WithToken((await host.LogInAsync("colleague", "colleague-of-the-analyst")).Body!["accessToken"]!.GetValue<string>());
    }

    private static async Task<JsonNode> OpenAsync(HttpClient client, string definitionId) =>
        (await client.StudioAsync($"workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest")).Body!;

    private static JsonNode Say(JsonNode definition, string text)
    {
        definition["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = text;
        return definition;
    }

    private static string? Said(JsonNode definition) => (string?)definition["root"]!["activities"]![0]!["text"]!["expression"]!["value"];
}
