using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Scenarios;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>What analysts do with definitions and instances in the genuine Elsa Studio, beside drawing.</summary>
public sealed class StudioWorkTests(DesignerSite site) : BrowserTests, IClassFixture<DesignerSite>
{
    /// <summary>Written as an Elsa 3.8 server exports: links, node ids and empty members included.</summary>
    private const string Exported = """
        {"$schema":"https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
         "links":[{"href":"/workflow-definitions/by-id/5c1f0b3a9d","rel":"self","method":"GET"}],
         "id":"5c1f0b3a9d","definitionId":"from-elsa","tenantId":null,"name":"From Elsa","description":"Greets","createdAt":"2026-01-02T03:04:05.678+00:00",
         "version":4,"toolVersion":"3.8.2.0",
         "variables":[{"id":"v1","name":"Greeting","typeName":"String","isArray":false,"value":"hi","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "inputs":[{"type":"Int32","isArray":false,"name":"Age","displayName":"Age","description":"","category":"Primitives","uiHint":"singleline","storageDriverType":null}],
         "outputs":[],"outcomes":[],"customProperties":{},"isReadonly":false,"isSystem":false,"isLatest":true,"isPublished":true,
         "options":{"activationStrategyType":null,"usableAsActivity":false,"autoUpdateConsumingWorkflows":false,"activityCategory":null,"incidentStrategyType":null,"commitStrategyName":null},
         "root":{"id":"flow1","nodeId":"Workflow1:flow1","name":"Flowchart1","type":"Elsa.Flowchart","version":1,"customProperties":{"notFoundConnections":[]},"metadata":{},
          "activities":[
           {"id":"d1","nodeId":"Workflow1:flow1:d1","name":"FlowDecision1","type":"Elsa.FlowDecision","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false},
            "metadata":{"displayText":"Grown up?","designer":{"position":{"x":-260,"y":-40},"size":{"width":170,"height":60}}},
            "condition":{"typeName":"Boolean","expression":{"type":"JavaScript","value":"getAge() >= 18"}}},
           {"id":"w1","nodeId":"Workflow1:flow1:w1","name":"WriteLine1","type":"Elsa.WriteLine","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false},
            "metadata":{"designer":{"position":{"x":60,"y":-120},"size":{"width":140,"height":60}}},
            "text":{"typeName":"String","expression":{"type":"Liquid","value":"{{ Variables.Greeting }} {{ Input.Age }}"}}},
           {"id":"w2","nodeId":"Workflow1:flow1:w2","name":"WriteLine2","type":"Elsa.WriteLine","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false},
            "metadata":{"designer":{"position":{"x":60,"y":40},"size":{"width":140,"height":60}}},
            "text":{"typeName":"String","expression":{"type":"Literal","value":"too young"}}}],
          "connections":[
           {"source":{"activity":"d1","port":"True"},"target":{"activity":"w1","port":"In"},"vertices":[{"x":0,"y":-90}]},
           {"source":{"activity":"d1","port":"False"},"target":{"activity":"w2","port":"In"}}]}}
        """;

    [Fact]
    public async Task File_FromAnElsaServer_IsImportedByMouseAndExportedAsItWas()
    {
        var studio = await StudioAsync();
        await studio.Visit.LogInAsync("anna", "designer");
        await Assertions.Expect(studio.Rows.First).ToBeVisibleAsync();
        await studio.Visit.Page.Locator("input[type=file]").First.SetInputFilesAsync(
            new FilePayload { Name = "from-elsa.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(Exported) });

        await studio.Rows.Filter(new() { HasText = "From Elsa" }).First.ClickAsync();
        await Assertions.Expect(studio.Drawn).ToHaveCountAsync(3);
        await Assertions.Expect(studio.Edges).ToHaveCountAsync(2);
        var before = JsonNode.Parse(Exported)!.AsObject();
        var after = await studio.ExportAsync();

        Assert.Equal("from-elsa", after["definitionId"]!.GetValue<string>());
        foreach (var member in new[] { "name", "description", "variables", "inputs", "outputs", "outcomes", "options" })
        {
            Assert.Equal(Sorted(before[member]!).ToJsonString(), Sorted(after[member]!).ToJsonString());
        }

        Assert.Equal(Flow(before), Flow(after));
    }

    [Fact]
    public async Task Inputs_OfEachKindOfEditor_AreSavedAsTheyWereSet()
    {
        await SaveAsync("editors", Chart(
            Node("Tell", "CertWorkflows.Notify", 0), Node("Ask", "CertWorkflows.HumanTask", 1), Node("Later", "CertWorkflows.WaitUntil", 2),
            Node("Work", "Elsa.RunJavaScript", 3), Node("Keep", "Elsa.SetVariable", 4)), """[{"id":"v-answer","name":"Answer","typeName":"String","isArray":false}]""");
        var studio = await StudioAsync();
        await studio.OpenAsync("editors");

        await studio.SelectAsync("Tell");
        await studio.SavedAfterAsync(() => studio.ChooseAsync("Channel", "sms"), "sms");
        await studio.SavedAfterAsync(() => studio.FillAsync("To", "13800001111"), "13800001111");
        await studio.SavedAfterAsync(() => studio.FillAsync("Text", "two\nlines"), "two\\nlines");
        await studio.SavedAfterAsync(() => studio.CheckAsync("Wait for delivery"), "waitForDelivery");
        await studio.SelectAsync("Ask");
        await studio.SavedAfterAsync(() => studio.TypeCodeAsync("Form (JSON Schema)", """{"type":"object"}"""), "object");
        await studio.SavedAfterAsync(() => studio.AddAsync("Outcomes", "Agreed"), "Agreed");
        await studio.SavedAfterAsync(() => studio.FillAsync("Due in (business days)", "12"), "12");
        await studio.SavedAfterAsync(() => studio.AddAsync("Excluded persons", "rita"), "rita");
        await Assertions.Expect(studio.Port("Agreed")).ToHaveCountAsync(1);
        await studio.SelectAsync("Later");
        await studio.SavedAfterAsync(() => studio.ChooseAsync("Unit", "Natural days"), "naturalDays");
        await studio.SavedAfterAsync(() => studio.SwitchAsync("Amount", "JavaScript"), "JavaScript");
        await studio.SavedAfterAsync(() => studio.TypeCodeAsync("Amount", "3 * 4"), "3 * 4");
        await studio.SelectAsync("Work");
        await studio.SavedAfterAsync(() => studio.TypeCodeAsync("Script", "return 1;"), "return 1;");
        await studio.SelectAsync("Keep");
        await studio.SavedAfterAsync(() => studio.ChooseAsync("Variable", "Answer"), "v-answer\"");
        await studio.SavedAfterAsync(() => studio.FillAsync("Value", "kept"), "kept");

        var saved = (await DraftAsync("editors"))["root"]!["activities"]!.AsArray().ToDictionary(node => node!["id"]!.GetValue<string>(), node => node!);
        Assert.Equal("Literal sms", Expression(saved["Tell"], "channel"));
        Assert.Equal("Literal 13800001111", Expression(saved["Tell"], "to"));
        Assert.Equal("Literal two\nlines", Expression(saved["Tell"], "text"));
        Assert.Equal("Literal True", Expression(saved["Tell"], "waitForDelivery"));
        Assert.Equal("""Literal {"type":"object"}""", Expression(saved["Ask"], "form"));
        Assert.Contains("Agreed", Expression(saved["Ask"], "outcomes"), StringComparison.Ordinal);
        Assert.Equal("Literal 12", Expression(saved["Ask"], "dueInBusinessDays"));
        Assert.Contains("rita", Expression(saved["Ask"], "excludedPersons"), StringComparison.Ordinal);
        Assert.Equal("Literal naturalDays", Expression(saved["Later"], "unit"));
        Assert.Equal("JavaScript 3 * 4", Expression(saved["Later"], "amount"));
        Assert.Equal("Literal return 1;", Expression(saved["Work"], "script"));
        Assert.Equal("v-answer", saved["Keep"]["variable"]!["id"]!.GetValue<string>());
        Assert.Equal("Literal kept", Expression(saved["Keep"], "value"));
    }

    [Fact]
    public async Task OurActivities_HaveTheirPictures_OnTheCanvasAndInThePalette()
    {
        await SaveAsync("pictures", Chart(Node("Ask", "CertWorkflows.HumanTask", 0), Node("Say", "Elsa.WriteLine", 1)));
        var studio = await StudioAsync();
        await studio.OpenAsync("pictures");
        await studio.Visit.Page.Locator(".mud-expand-panel-header", new() { HasTextString = "CertWorkflows" }).First.ClickAsync();

        Assert.StartsWith("url(\"data:image/svg+xml", await MaskAsync(studio.Drawn.Filter(new() { HasText = "Ask" }).Locator(".activity-icon svg").First), StringComparison.Ordinal);
        Assert.Equal("none", await MaskAsync(studio.Drawn.Filter(new() { HasText = "Say" }).Locator(".activity-icon svg").First));
        var items = studio.Visit.Page.Locator("[data-activity-type='CertWorkflows.WaitUntil']");
        await Assertions.Expect(items).ToHaveTextAsync("Wait until");
        Assert.StartsWith("url(\"data:image/svg+xml", await MaskAsync(items.Locator("svg").First), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_OfThreeHundredActivities_OpensWithWhatIsInSightAndDrawsTheRestWhenItIs()
    {
        var nodes = Enumerable.Range(0, 300).Select(i => Node($"Step {i:000}", "Elsa.WriteLine", i)).ToArray();
        await SaveAsync("large", Chart(nodes));
        var studio = await StudioAsync();
        await studio.OpenAsync("large");

        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(300);
        var drawn = await studio.Drawn.CountAsync();
        Assert.InRange(drawn, 1, 150);
        for (var turn = 0; turn < 10 && await studio.Drawn.CountAsync() < drawn + 5; turn++)
        {
            await studio.PanAsync(400, 60);
        }

        Assert.InRange(await studio.Drawn.CountAsync(), drawn + 5, 300);
        Assert.Equal(200, (await studio.SaveAsync()).Status);
        Assert.Equal(300, (await DraftAsync("large"))["root"]!["activities"]!.AsArray().Count);
    }

    [Fact]
    public async Task Instance_Viewed_ShowsItsPathAndItsJournal()
    {
        var refund = await site.Desk.RefundUnderReviewAsync();
        var studio = await StudioAsync();
        await studio.Visit.LogInAsync("anna", $"{Studio.Instances}/{refund.InstanceId}/view");
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(26);
        foreach (var entry in new[] { "Assess (RF-1", "Under review (RF-24)", "Decide the refund" })
        {
            await Assertions.Expect(studio.Journal.Filter(new() { HasText = entry }).First).ToBeVisibleAsync();
        }

        await Assertions.Expect(studio.Journal.Filter(new() { HasText = "Pay (RF-20" })).ToHaveCountAsync(0);
        await studio.FitViewerAsync();
        await Assertions.Expect(studio.Drawn.Filter(new() { HasText = "Decide the refund" })).ToBeVisibleAsync();
        Assert.True(await studio.BadgeAsync("review"), "What has run or waits is marked.");
        Assert.False(await studio.BadgeAsync("approve"), "What has not run is not.");
    }

    [Fact]
    public async Task Versions_SideBySide_NameWhatChanged()
    {
        await SaveAsync("compared", Chart(Node("Stays", "Elsa.WriteLine", 0), Node("Leaves", "Elsa.WriteLine", 1)));
        await site.Desk.Anna.Workflows.PublishAsync("compared");
        await SaveAsync("compared", Chart(Node("Stays", "Elsa.WriteLine", 0, "changed"), Node("Comes", "Elsa.WriteLine", 1)));
        var visit = (await StudioAsync()).Visit;
        await visit.LogInAsync("anna", $"{Studio.Definitions}/compared/compare");

        await Assertions.Expect(visit.Page.Locator("[data-activity=Comes]")).ToHaveAttributeAsync("data-change", "added");
        await Assertions.Expect(visit.Page.Locator("[data-activity=Leaves]")).ToHaveAttributeAsync("data-change", "removed");
        await Assertions.Expect(visit.Page.Locator("[data-activity=Stays] [data-member=text]")).ToContainTextAsync("changed");
        await visit.Find("compare-to").SelectOptionAsync("1");
        await visit.Expect("compare-alike").ToBeVisibleAsync();
    }

    [Fact]
    public async Task Publishing_WhatCannotRun_TellsTheAnalystWhichActivityLacksWhat()
    {
        await SaveAsync("unready", Chart(Node("Ask", "CertWorkflows.HumanTask", 0)));
        var studio = await StudioAsync();
        studio.Visit.Expected = ["400 (Bad Request)"];
        await studio.OpenAsync("unready");

        Assert.Equal(400, (await studio.PublishAsync()).Status);

        await Assertions.Expect(studio.Messages.Filter(new() { HasText = "Title" }).First).ToContainTextAsync("Ask");
        Assert.False((await site.Desk.Anna.Workflows.GetAsync("unready")).PublishedVersion is not null);
    }

    [Fact]
    public async Task Server_RestartedWhileAnAnalystEdits_GetsTheChangeOfBefore()
    {
        Chromium.SkipWhenMissing();
        await using var desk = await Desk.ListenAsync();
        await SaveAsync("over-a-restart", Chart(Node("First", "Elsa.WriteLine", 0)), desk: desk);
        var studio = new Studio(await KeepAsync(site.VisitAsync(desk, Studio.Width)));
        studio.Visit.Expected = ["ERR_CONNECTION_REFUSED", "importScripts", "ErrorEvent"]; // the code editor wants its files at any time
        await studio.OpenAsync("over-a-restart");
        await desk.StopAsync();

        await studio.SelectAsync("First");
        await studio.FillAsync("Text", "not lost");
        await studio.Visit.Expect("notice-server").ToContainTextAsync("kept in this browser");
        await studio.SavedAfterAsync(desk.RestartAsync);

        await studio.Visit.Expect("notice-server").ToHaveCountAsync(0);
        Assert.Contains("not lost", (await DraftAsync("over-a-restart", desk)).ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<Studio> StudioAsync() => new(await KeepAsync(site.VisitAsync(width: Studio.Width)));

    private async Task SaveAsync(string id, string root, string variables = "[]", Desk? desk = null) =>
        await (desk ?? site.Desk).Anna.Workflows.SaveDraftAsync(
            id, JsonSerializer.Deserialize<JsonElement>($$"""{"name":"{{id}}","variables":{{variables}},"root":{{root}}}"""));

    private async Task<JsonNode> DraftAsync(string id, Desk? desk = null)
    {
        await using var db = (desk ?? site.Desk).OpenDatabase();
        return JsonNode.Parse(db.Definitions.Single(version => version.DefinitionId == id && version.IsLatest).Json)!;
    }

    /// <summary>An activity at its place in rows of twenty.</summary>
    private static string Node(string id, string type, int index, string? text = null)
    {
        var node = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["displayText"] = id,
                ["designer"] = new JsonObject
                {
                    ["position"] = new JsonObject { ["x"] = index % 20 * 240, ["y"] = index / 20 * 120 },
                    ["size"] = new JsonObject { ["width"] = 180, ["height"] = 60 },
                },
            },
        };
        if (text is not null)
        {
            node["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text } };
        }

        return node.ToJsonString();
    }

    private static string Chart(params string[] nodes) =>
        $$"""{"id":"flow","name":"Flowchart1","type":"Elsa.Flowchart","version":1,"activities":[{{string.Join(',', nodes)}}],"connections":[]}""";

    private static string Expression(JsonNode activity, string input) =>
        $"{activity[input]!["expression"]!["type"]} {activity[input]!["expression"]!["value"]}";

    /// <summary>What of a flowchart runs and how it is drawn, in one order.</summary>
    private static string Flow(JsonObject definition)
    {
        var root = definition["root"]!;
        return string.Join('\n', root["activities"]!.AsArray().Concat(root["connections"]!.AsArray()).Select(part => Sorted(part!).ToJsonString()));
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Where(m => m.Value is not null)
            .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Sorted(m.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => Sorted(item!))]),
        _ => node.DeepClone(),
    };

    private static Task<string> MaskAsync(ILocator element) => element.EvaluateAsync<string>("e => getComputedStyle(e).maskImage");
}
