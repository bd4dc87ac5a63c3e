using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Who may do what in the designer: by links for Studio, by 403 for everybody else.</summary>
public sealed class PermissionTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Nobody = "01890000-0000-7000-8000-000000000000";

    [Theory]
    [InlineData("reviewer", "POST", "workflow-definitions")]
    [InlineData("operator", "POST", "workflow-definitions")]
    [InlineData("operator", "POST", "workflow-definitions/x/publish")]
    [InlineData("reviewer", "POST", "workflow-definitions/x/retract")]
    [InlineData("reviewer", "POST", "workflow-definitions/x/revert/1")]
    [InlineData("operator", "DELETE", "workflow-definitions/x")]
    [InlineData("reviewer", "DELETE", "workflow-definition-versions/x")]
    [InlineData("reviewer", "POST", "workflow-definitions/import")]
    [InlineData("operator", "POST", "bulk-actions/publish/workflow-definitions/by-definition-ids")]
    [InlineData("operator", "POST", "bulk-actions/delete/workflow-definitions/by-id")]
    [InlineData("reviewer", "POST", "workflow-definitions/x/execute")]
    [InlineData("analyst", "POST", "cancel/workflow-instances/" + Nobody)]
    [InlineData("reviewer", "POST", "bulk-actions/cancel/workflow-instances")]
    [InlineData("analyst", "DELETE", "workflow-instances/" + Nobody)]
    [InlineData("analyst", "POST", "alterations/submit")]
    [InlineData("admin", "GET", "workflow-definitions")]
    [InlineData("admin", "POST", "workflow-instances")]
    public async Task Call_WithoutTheRole_IsForbidden(string user, string method, string path) =>
        (await (await host.AsAsync(user)).SendAsync(new HttpMethod(method), $"{Base}/{path}", method == "POST" ? "{}" : null)).IsProblem(403, "forbidden");

    [Fact]
    public async Task Call_WithoutACredential_IsUnauthenticated() =>
        (await host.Anonymous().StudioAsync("workflow-definitions")).IsProblem(401, "unauthenticated");

    [Theory]
    [InlineData("reviewer")]
    [InlineData("operator")]
    public async Task Reader_SeesEverythingWithoutLinksToChangeIt(string user)
    {
        var reader = await host.AsAsync(user);
        var open = (await reader.StudioAsync("workflow-definitions/by-definition-id/refund-review?versionOptions=Latest")).Body!;
        Assert.DoesNotContain("publish", open.Rels());
        Assert.DoesNotContain("certWorkflowsEditor", open.ToJsonString(), StringComparison.Ordinal);
        var list = (await reader.StudioAsync("workflow-definitions?versionOptions=Latest")).Body!;
        Assert.DoesNotContain("bulk-publish", list.Rels());
        Assert.All(list["items"]!.AsArray(), row => Assert.DoesNotContain("publish", row!.Rels()));
        Assert.Equal(200, (await reader.StudioAsync("descriptors/activities")).Status);
    }

    [Fact]
    public async Task Analyst_WithoutThePublishersRole_EditsButDoesNotPublish()
    {
        var admin = await host.AsAsync("admin");
        await admin.SubmitAsync("users", """{"username":"drafter","displayName":"Dra Fter","password":"drafter-of-workflows","roles":["analyst"],"groups":[]}""");
        var drafter = host.WithToken((await host.LogInAsync("drafter", "drafter-of-workflows")).Body!["accessToken"]!.GetValue<string>());
        var draft = await drafter.CreateAsync("Of a drafter", Flow(Line("1")));
        Assert.Contains("publish", draft.Rels());
        Assert.Contains("'publisher'", (await drafter.SaveAsync(draft, publish: true)).Messages(), StringComparison.Ordinal);
        Assert.Contains("'publisher'", (await drafter.StudioAsync($"workflow-definitions/{draft.Id()}/publish", new JsonObject())).Messages(), StringComparison.Ordinal);
        (await drafter.SubmitAsync($"workflows/{draft.Id()}/publish", null)).IsProblem(403, "forbidden");
        Assert.False((bool)(await drafter.StudioAsync($"workflow-definitions/by-id/{draft.VersionId()}")).Body!["isPublished"]!);

        var analyst = await host.AsAsync("analyst");
        Assert.Equal(200, (await analyst.StudioAsync($"workflow-definitions/{draft.Id()}/publish", new JsonObject())).Status);
        Assert.Contains("'publisher'", (await drafter.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definition-versions/{draft.VersionId()}", null)).Messages(), StringComparison.Ordinal);
        var own = await drafter.CreateAsync("Thrown away", Flow(Line("1")));
        Assert.Equal(204, (await drafter.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definition-versions/{own.VersionId()}", null)).Status);
    }

    [Fact]
    public async Task Publisher_WhoIsNoAnalyst_PublishesFromTheListAndReadsInTheEditor()
    {
        var draft = await (await host.AsAsync("analyst")).CreateAsync("To be decided", Flow(Line("1")));
        await (await host.AsAsync("admin")).SubmitAsync("users", """{"username":"decider","displayName":"De Cider","password":"decider-of-workflows","roles":["publisher"],"groups":[]}""");
        var decider = host.WithToken((await host.LogInAsync("decider", "decider-of-workflows")).Body!["accessToken"]!.GetValue<string>());
        var list = (await decider.StudioAsync($"workflow-definitions?versionOptions=Latest&DefinitionIds={draft.Id()}")).Body!;
        Assert.Contains("bulk-publish", list.Rels());
        Assert.Contains("publish", Assert.Single(list["items"]!.AsArray())!.Rels());
        Assert.DoesNotContain("publish", (await decider.StudioAsync($"workflow-definitions/by-id/{draft.VersionId()}")).Body!.Rels());
        (await decider.SaveAsync(draft)).IsProblem(403, "forbidden");
        Assert.Equal(200, (await decider.StudioAsync($"workflow-definitions/{draft.Id()}/publish", new JsonObject())).Status);
    }

    [Fact]
    public async Task ReadOnlyDefinition_HasNoLinkToPublishAndIsNotSaved()
    {
        var analyst = await host.AsAsync("analyst");
        await analyst.SendAsync(HttpMethod.Put, "workflows/fixed/draft", """{"name":"Fixed","isReadonly":true,"root":{"id":"w","type":"Elsa.WriteLine"}}""");
        var open = (await analyst.StudioAsync("workflow-definitions/by-definition-id/fixed?versionOptions=Latest")).Body!;
        Assert.DoesNotContain("publish", open.Rels());
        Assert.Contains("read-only", (await analyst.SaveAsync(open)).Messages(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_WithATextThatNoDatabaseKeeps_IsRefused() =>
        (await (await host.AsAsync("analyst")).StudioAsync("workflow-definitions?SearchTerm=%00")).IsProblem(400, "invalid-request");
}
