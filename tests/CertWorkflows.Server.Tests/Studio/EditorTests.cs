using System.Net;
using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>What the definition editor asks and sends.</summary>
public sealed class EditorTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("descriptors/activities?Refresh=True", "02")]
    [InlineData("descriptors/expression-descriptors", "03")]
    [InlineData("descriptors/workflow-activation-strategies", "04")]
    [InlineData("descriptors/log-persistence-strategies", "05")]
    [InlineData("features/installed", "06")]
    [InlineData("descriptors/incident-strategies", "07")]
    [InlineData("descriptors/commit-strategies/workflows", "08")]
    [InlineData("descriptors/commit-strategies/activities", "09")]
    [InlineData("descriptors/storage-drivers", "10")]
    [InlineData("descriptors/variables", "11")]
    [InlineData("descriptors/output-converters?sourceType=String&destinationType=String", "12")]
    public async Task Start_AsTheEditorAsks_GetsWhatItCanRead(string path, string recording) =>
        Recording.Of(recording).Fits(await (await host.AsAsync("analyst")).StudioAsync(path));

    [Fact]
    public async Task Descriptors_OfAllActivities_AreUniqueAndWhole()
    {
        var items = (await (await host.AsAsync("analyst")).StudioAsync("descriptors/activities")).Body!["items"]!.AsArray();
        Assert.Equal(items.Count, items.Select(item => ((string?)item!["typeName"], (int?)item["version"])).Distinct().Count());
        string[] needed = ["Elsa.Flowchart", "Elsa.Workflow", "Elsa.NotFoundActivity", "Elsa.Sequence", "Elsa.StateMachine", "CertWorkflows.HumanTask"];
        Assert.Empty(needed.Except(items.Select(item => (string)item!["typeName"]!)));
        foreach (var input in items.SelectMany(item => item!["inputs"]!.AsArray()))
        {
            Assert.NotNull((string?)input!["uiHint"]);
            Assert.True((bool)input["isBrowsable"]!);
            if ((string?)input["uiHint"] == "dropdown")
            {
                Assert.NotEmpty(input["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray());
            }
        }

        // these the client computes ports from, and reads them raw
        Assert.All(new[] { ("Elsa.FlowSwitch", "Cases"), ("Elsa.Switch", "Cases"), ("Elsa.SendHttpRequest", "ExpectedStatusCodes") }, raw =>
            Assert.False((bool)Input(raw.Item1, raw.Item2)["isWrapped"]!));
        Assert.True((bool)Input("Elsa.FlowSendHttpRequest", "ExpectedStatusCodes")["isWrapped"]!);

        JsonNode Input(string type, string name) =>
            items.Single(item => (string?)item!["typeName"] == type)!["inputs"]!.AsArray().Single(input => (string?)input!["name"] == name)!;
    }

    [Fact]
    [Trait("Elsa", "A-40")]
    public async Task Workflow_PublishedAsAnActivity_IsInThePaletteAndOpensInsideItsUser()
    {
        var analyst = await host.AsAsync("analyst");
        var used = await analyst.CreateAsync("Look twice", Flow(Line("once"), Line("twice")), publish: true, more: """{"options":{"usableAsActivity":true,"activityCategory":"Ours"}}""");

        var type = (await analyst.StudioAsync("descriptors/activities?Refresh=True")).Body!["items"]!.AsArray()
            .Single(item => (string?)item!["typeName"] == "LookTwice")!;
        Assert.Equal(("Ours", 1), ((string?)type["category"], (int)type["version"]!));

        var user = await analyst.CreateAsync("Looks", Flow("""
            "type":"LookTwice","customProperties":{},"metadata":{}
            """));
        var placed = user["root"]!["activities"]![0]!;
        Assert.Equal(("LookTwice", used.VersionId(), used.Id()), ((string?)placed["type"], (string?)placed["workflowDefinitionVersionId"], (string?)placed["workflowDefinitionId"]));
        var nodeId = (string)placed["nodeId"]!;
        var inside = (await analyst.StudioAsync($"workflow-definitions/subgraph/{user.VersionId()}?parentNodeId={Uri.EscapeDataString(nodeId)}")).Body!["activity"]!["root"]!;
        Assert.Equal(("Elsa.Workflow", $"{nodeId}:Workflow1:flow:a1"), ((string?)inside["type"], (string?)inside["root"]!["activities"]![1]!["nodeId"]));
    }

    [Fact]
    public async Task Descriptors_ForWhoHasThem_AreNotSentAgain()
    {
        var analyst = await host.AsAsync("analyst");
        var tag = (await analyst.StudioAsync("descriptors/activities")).Response.Headers.ETag!.ToString();
        var again = await analyst.SendAsync(HttpMethod.Get, $"{Base}/descriptors/activities?Refresh=True", null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, again.Response.StatusCode);
    }

    [Fact]
    public async Task Options_OfADropdown_AreThoseOfItsDescriptor()
    {
        var analyst = await host.AsAsync("analyst");
        var options = await analyst.StudioAsync("descriptors/activities/CertWorkflows.HumanTask/options/Group", JsonNode.Parse("""{"context":{}}"""));
        Assert.NotEmpty(options.Body!["items"]!["dropdown"]!["selectList"]!["items"]!.AsArray());
        Assert.Equal(404, (await analyst.StudioAsync("descriptors/activities/CertWorkflows.HumanTask/options/Nothing", new JsonObject())).Status);
    }

    [Fact]
    public async Task Create_AsTheDialogSendsIt_AnswersAnEditableDefinition()
    {
        var analyst = await host.AsAsync("analyst");
        var recording = Recording.Of("24");
        var created = recording.Fits(await analyst.StudioAsync("workflow-definitions", recording.Body))["workflowDefinition"]!;
        Assert.Contains("publish", created.Rels());
        Assert.Equal("Workflow1:cfff53f0d58539ac", (string?)created["root"]!["nodeId"]);
        Assert.Empty(created["root"]!["activities"]!.AsArray());
        Assert.Empty(created["root"]!["connections"]!.AsArray());
        Assert.True(DateTimeOffset.Parse((string)created["createdAt"]!, System.Globalization.CultureInfo.InvariantCulture).Year > 2000);
        Recording.Of("01").Fits(await analyst.StudioAsync($"workflow-definitions/by-definition-id/{created.Id()}?versionOptions=Latest"));
        Recording.Of("74").Fits(await analyst.StudioAsync($"workflow-definitions/by-id/{created.VersionId()}"));
        Assert.Equal(404, (await analyst.StudioAsync("workflow-definitions/by-definition-id/nothing?versionOptions=Latest")).Status);
        Assert.Equal(404, (await analyst.StudioAsync("workflow-definitions/by-id/nothing")).Status);
    }

    [Theory]
    [InlineData("25")]
    [InlineData("26")]
    public async Task Duplicate_AsItIsSent_IsANewDefinition(string recording)
    {
        var analyst = await host.AsAsync("analyst");
        var source = await analyst.CreateAsync($"Source of {recording}", Flow(Line("x")));
        var body = Recording.Of(recording).Body;
        var model = body["model"]!;
        model["root"] = source["root"]!.DeepClone();
        model["customProperties"] = source["customProperties"]!.DeepClone();
        var copy = Recording.Of(recording).Fits(await analyst.StudioAsync("workflow-definitions", body))["workflowDefinition"]!;
        Assert.NotEqual(source.Id(), copy.Id());
        Assert.Equal(1, (int)copy["version"]!);
        Assert.Equal("Workflow1:flow:a0", (string?)copy["root"]!["activities"]![0]!["nodeId"]);
    }

    [Fact]
    public async Task Save_OfHalfFinishedWork_IsNeverRefused()
    {
        var analyst = await host.AsAsync("analyst");
        var definition = await analyst.CreateAsync("Half-finished", Flow(Line("x")));
        var activities = definition["root"]!["activities"]!.AsArray();
        activities[0]!["text"] = JsonNode.Parse("""{"typeName":null,"expression":{"type":"Variable","value":"Hello world"},"memoryReference":null}""");
        activities.Add(JsonNode.Parse("""{"id":"a1","type":"CertWorkflows.HumanTask","version":1,"name":"HumanTask1"}"""));
        activities.Add(JsonNode.Parse("""{"id":"a2","type":"Elsa.RunJavaScript","version":1,"name":"Js","script":{"typeName":"String","expression":{"type":"JavaScript","value":"let x = ("}}}"""));
        definition["root"]!["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"a0","port":"Nowhere"},"target":{"activity":"a1","port":"In"},"vertices":[]}"""));
        var saved = await analyst.SaveAsync(definition);
        var answer = Recording.Of("20").Fits(saved)["workflowDefinition"]!;
        Assert.Equal(3, answer["root"]!["activities"]!.AsArray().Count);
        Assert.Equal("Hello world", (string?)answer["root"]!["activities"]![0]!["text"]!["expression"]!["value"]);
        Assert.Single(answer["root"]!["connections"]!.AsArray());

        var refused = await analyst.SaveAsync(answer, publish: true);
        Assert.Empty(Recording.Differences(Recording.Of("22").Answer["errors"]!["generalErrors"], refused.Body!["errors"]!["generalErrors"], "$"));
        Assert.Empty(Recording.Differences(Recording.Of("23").Answer, refused.Body, "$"));
        Assert.Contains("Workflow1:flow:a1", refused.Messages(), StringComparison.Ordinal);
        var same = await analyst.SubmitAsync($"workflows/{answer.Id()}/publish", null);
        Assert.Equal(same.Body!["problems"]!.ToJsonString(), refused.Body!["problems"]!.ToJsonString());
    }

    [Fact]
    public async Task Save_OfAPublishedVersion_BeginsTheNext()
    {
        var analyst = await host.AsAsync("analyst");
        var first = (await analyst.SaveAsync(await analyst.CreateAsync("Versions", Flow(Line("1"))), publish: true));
        var published = Recording.Of("21").Fits(first)["workflowDefinition"]!;
        Assert.True((bool)published["isPublished"]!);
        published["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "2";
        var draft = (await analyst.SaveAsync(published)).Body!["workflowDefinition"]!;
        Assert.Equal((2, false, true), ((int)draft["version"]!, (bool)draft["isPublished"]!, (bool)draft["isLatest"]!));
        Assert.Equal((2, true), ((int)(await analyst.SaveAsync(draft)).Body!["workflowDefinition"]!["version"]!, true));

        Recording.Of("28").Fits(await analyst.StudioAsync($"workflow-definitions/{draft.Id()}/publish", new JsonObject()));
        Assert.True((bool)(await analyst.StudioAsync($"workflow-definitions/{draft.Id()}/publish", new JsonObject())).Body!["alreadyPublished"]!);
        Recording.Of("29").Fits(await analyst.StudioAsync($"workflow-definitions/{draft.Id()}/retract", new JsonObject()));
        Assert.Contains("No version", (await analyst.StudioAsync($"workflow-definitions/{draft.Id()}/retract", new JsonObject())).Messages(), StringComparison.Ordinal);

        var back = Recording.Of("38").Fits(await analyst.SubmitAsync($"{Base}/workflow-definitions/{draft.Id()}/revert/1", null));
        Assert.Equal(3, (int)back["version"]!);
        var reverted = Recording.Of("37").Fits(await analyst.StudioAsync($"workflow-definitions/by-id/{back.VersionId()}"));
        Assert.Equal("1", (string?)reverted["root"]!["activities"]![0]!["text"]!["expression"]!["value"]);
        Assert.Contains("publish", reverted.Rels());

        var history = await analyst.StudioAsync(
            $"workflow-definitions?versionOptions=AllVersions&Page=0&PageSize=10&DefinitionIds={draft.Id()}&OrderBy=Version&OrderDirection=Descending");
        Assert.Equal([3, 2, 1], Recording.Of("36").Fits(history)["items"]!.AsArray().Select(item => (int)item!["version"]!));
    }

    [Fact]
    public async Task Save_ThatLacksWhatStudioDoesNotKnow_KeepsIt()
    {
        var analyst = await host.AsAsync("analyst");
        await analyst.SendAsync(HttpMethod.Put, "workflows/more-members/draft", """{"name":"More","isSystem":true,"futureMember":{"kept":true},"root":{"id":"w","type":"Elsa.WriteLine"}}""");
        var open = (await analyst.StudioAsync("workflow-definitions/by-definition-id/more-members?versionOptions=Latest")).Body!;
        Assert.True((bool)open["isSystem"]!);
        open.AsObject().Remove("isSystem");
        open["toolVersion"] = "3.8.2";
        var saved = (await analyst.SaveAsync(open)).Body!["workflowDefinition"]!;
        Assert.True((bool)saved["isSystem"]!);
        Assert.True((bool)(await analyst.ReadAsync("workflows/more-members/export")).Body!["futureMember"]!["kept"]!);
    }

    [Fact]
    public async Task ToolVersion_ThatStudioCannotRead_IsLeftOut()
    {
        var analyst = await host.AsAsync("analyst");
        await analyst.SendAsync(HttpMethod.Put, "workflows/preview-tool/draft", """{"name":"Tool","toolVersion":"3.8.2-preview","root":{"id":"w","type":"Elsa.WriteLine"}}""");
        Assert.Null((await analyst.StudioAsync("workflow-definitions/by-definition-id/preview-tool?versionOptions=Latest")).Body!["toolVersion"]);
        Assert.Null((await analyst.StudioAsync("workflow-definitions?DefinitionIds=preview-tool")).Body!["items"]![0]!["toolVersion"]);
    }

    [Fact]
    public async Task TypeDefinitions_OfAScript_NameItsVariables()
    {
        var analyst = await host.AsAsync("analyst");
        var definition = await analyst.CreateAsync("Scripts", Flow(Line("x")));
        using var asked = new StringContent(Recording.Of("14").Body.ToJsonString());
        var declared = await analyst.PostAsync(
            new Uri($"{Base}/scripting/javascript/type-definitions/{definition.Id()}", UriKind.Relative), asked, TestContext.Current.CancellationToken);
        Assert.Contains("declare function", await declared.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var unknown = new StringContent("{}");
        var empty = await analyst.PostAsync(
            new Uri($"{Base}/scripting/javascript/type-definitions/nothing", UriKind.Relative), unknown, TestContext.Current.CancellationToken);
        Assert.Equal("", await empty.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"model":null}""")]
    [InlineData("""{"model":{"name":"a\u0000b","root":{"id":"w","type":"Elsa.WriteLine"}}}""")]
    [InlineData("""{"model":{"name":"x","root":{"id":"w"}}}""")]
    public async Task Save_OfWhatIsNoDefinition_IsRefusedAsStudioShowsIt(string body) =>
        Assert.NotEmpty((await (await host.AsAsync("analyst")).SubmitAsync($"{Base}/workflow-definitions", body)).Messages());
}
