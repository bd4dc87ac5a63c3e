using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Architecture;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>Drafts, publishing and retracting over HTTP, by the REST API and as Studio asks for it.</summary>
public sealed class DefinitionTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Broken = """{"name":"Broken","root":{"id":"S","type":"Elsa.Sequence","activities":[{"id":"x","type":"Acme.Gone"},{"id":"w","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"CSharp","value":"1"}}}]}}""";

    [Fact]
    public async Task Draft_SavedPublishedAndRetracted_StartsOnlyWhilePublished()
    {
        var (analyst, operators) = (await host.AsAsync("analyst"), await host.AsAsync("operator"));
        var saved = await analyst.SendAsync(HttpMethod.Put, "workflows/greeting/draft", Greeting("one"));
        Assert.Equal((200, 1, "\"1\""), (saved.Status, saved.Body!["latestVersion"]!.GetValue<int>(), Tag(saved)));
        Assert.Null(saved.Body["publishedVersion"]);
        (await operators.SubmitAsync("workflows/greeting/instances", "{}")).IsProblem(404, "not-found");

        var published = await analyst.SubmitAsync("workflows/greeting/publish", null, ("If-Match", "\"1\""));
        Assert.Equal((200, 1, "\"2\""), (published.Status, published.Body!["publishedVersion"]!.GetValue<int>(), Tag(published)));
        Assert.Equal(201, (await operators.SubmitAsync("workflows/greeting/instances", "{}")).Status);

        var next = await analyst.SendAsync(HttpMethod.Put, "workflows/greeting/draft", Greeting("two"), ("If-Match", Tag(published)));
        Assert.Equal((200, 2, 1), (next.Status, next.Body!["latestVersion"]!.GetValue<int>(), next.Body["publishedVersion"]!.GetValue<int>()));
        var again = await analyst.SendAsync(HttpMethod.Put, "workflows/greeting/draft", Greeting("three"), ("If-Match", Tag(next)));
        Assert.Equal(2, again.Body!["latestVersion"]!.GetValue<int>());
        (await analyst.SendAsync(HttpMethod.Put, "workflows/greeting/draft", Greeting("late"), ("If-Match", Tag(next)))).IsProblem(412, "stale");
        Assert.Equal(Tag(again), (await analyst.ReadAsync("workflows/greeting")).Response.Headers.ETag!.ToString());

        Assert.Equal(2, (await analyst.SubmitAsync("workflows/greeting/publish", null)).Body!["publishedVersion"]!.GetValue<int>());
        Assert.Null((await analyst.SubmitAsync("workflows/greeting/retract", null)).Body!["publishedVersion"]);
        (await analyst.SubmitAsync("workflows/greeting/retract", null)).IsProblem(409, "not-published");
        (await operators.SubmitAsync("workflows/greeting/instances", "{}")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Publish_OfADraftWithErrors_ListsThemAllAndChangesNothing()
    {
        var analyst = await host.AsAsync("analyst");
        var saved = await analyst.SendAsync(HttpMethod.Put, "workflows/broken/draft", Broken);
        Assert.Equal(["unknown-activity-type", "unsupported-expression-type"], Codes(saved.Body!));
        var refused = (await analyst.SubmitAsync("workflows/broken/publish", null)).IsProblem(422, "invalid-definition");
        Assert.Equal(Codes(saved.Body!), Codes(refused.Body!));
        Assert.Equal("Workflow1:S:x", refused.Body!["problems"]![0]!["nodeId"]!.GetValue<string>());
        var validated = await analyst.SubmitAsync("workflows/validations", Broken);
        Assert.Equal((200, false), (validated.Status, validated.Body!["valid"]!.GetValue<bool>()));
        Assert.Equal(Codes(saved.Body!), Codes(validated.Body));
        Assert.Null((await analyst.ReadAsync("workflows/broken")).Body!["publishedVersion"]);

        var studio = await analyst.SubmitAsync("/elsa/api/workflow-definitions/broken/publish", "{}");
        Assert.Equal(400, studio.Status);
        Assert.Equal(Codes(saved.Body!), Codes(studio.Body!));
        Assert.Contains("Acme.Gone", studio.Body!["errors"]!["generalErrors"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"root":{"id":"x"}}""")]
    [InlineData("""{"variables":[{"name":"v","typeName":"Int32","value":3}]}""")]
    public async Task Draft_ThatIsNoDefinition_IsRefused(string body)
    {
        var analyst = await host.AsAsync("analyst");
        var refused = (await analyst.SendAsync(HttpMethod.Put, "workflows/unreadable/draft", body)).IsProblem(422, "invalid-definition");
        Assert.NotEmpty(Codes(refused.Body!));
        Assert.False((await analyst.SubmitAsync("workflows/validations", body)).Body!["valid"]!.GetValue<bool>());
        (await analyst.ReadAsync("workflows/unreadable")).IsProblem(404, "not-found");
        Assert.Equal(400, (await analyst.SubmitAsync("/elsa/api/workflow-definitions", "{\"model\":" + (body[0] == '{' ? body : "null") + "}")).Status);
    }

    [Theory]
    [InlineData("form", "{", "not JSON")]
    [InlineData("form", "[]", "JSON Schema object")]
    [InlineData("escalations", "[{\"afterBusinessDays\":8}]]", "no JSON list of steps")]
    [InlineData("escalations", "[{\"afterBusinessDays\":0}]", "1 or more")]
    [InlineData("escalations", "[{\"afterBusinessDays\":2,\"group\":\"nobody\"}]", "does not exist")]
    public async Task Validation_OfATaskThatWouldFault_NamesWhatIsWrong(string input, string literal, string expected)
    {
        var analyst = await host.AsAsync("analyst");
        var task = JsonNode.Parse(Task("refunds", """["reviewer"]"""))!;
        task["root"]![input] = JsonNode.Parse("""{"typeName":"String","expression":{"type":"Literal"}}""");
        task["root"]![input]!["expression"]!["value"] = literal;

        var answer = await analyst.SubmitAsync("workflows/validations", task.ToJsonString());

        Assert.Equal(["invalid-task-input"], Codes(answer.Body!));
        Assert.Contains(expected, answer.Body!["problems"]![0]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_OfATaskForNobody_NamesTheTask()
    {
        var analyst = await host.AsAsync("analyst");
        Assert.Equal(["task-without-people"], Codes((await analyst.SubmitAsync("workflows/validations", Task("nobody", "[]"))).Body!));
        Assert.Equal(["task-without-people"], Codes((await analyst.SubmitAsync("workflows/validations", Task("refunds", """["reviewer","reviewer2","supervisor"]"""))).Body!));
        Assert.Empty(Codes((await analyst.SubmitAsync("workflows/validations", Task("refunds", """["reviewer"]"""))).Body!));
    }

    [Fact]
    public async Task Export_OfAWorkflowThatCameFromAFile_IsTheFileToTheByte()
    {
        var analyst = await host.AsAsync("analyst");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.json"))
        {
            var exported = await analyst.GetAsync(
                new Uri($"/api/v1/workflows/{Path.GetFileNameWithoutExtension(file)}/export", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
                await exported.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Export_OfADefinition_CanBeSavedAgain()
    {
        var analyst = await host.AsAsync("analyst");
        await analyst.SendAsync(HttpMethod.Put, "workflows/exported/draft", Greeting("x"));
        var exported = await analyst.ReadAsync("workflows/exported/export");
        Assert.Equal("$schema", exported.Body!.AsObject().First().Key);
        Assert.Equal(
            "workflow-definition-greeting-exported-exported-1.json", exported.Response.Content.Headers.ContentDisposition!.FileName);
        Assert.True(exported.Body["futureMember"]!["kept"]!.GetValue<bool>());
        var saved = await analyst.SendAsync(HttpMethod.Put, "workflows/exported-again/draft", exported.Body.ToJsonString());
        Assert.Equal("exported-again:1", saved.Body!["versionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Studio_SavingAndPublishing_GetsTheWholeDefinition()
    {
        var analyst = await host.AsAsync("analyst");
        var created = await analyst.SubmitAsync(
            "/elsa/api/workflow-definitions",
            """{"model":{"name":"New","definitionId":null,"id":null,"variables":null,"createdAt":"0001-01-01T00:00:00+00:00","version":1,"root":{"id":"f","type":"Elsa.Flowchart","version":1,"name":"Flowchart1"}},"publish":false}""");
        Assert.Equal(200, created.Status);
        var definition = created.Body!["workflowDefinition"]!.AsObject();
        Assert.Equal("Workflow1:f", definition["root"]!["nodeId"]!.GetValue<string>());
        Assert.Empty(definition["variables"]!.AsArray());
        Assert.Contains(definition["links"]!.AsArray(), link => link!["rel"]!.GetValue<string>() == "publish");

        var published = await analyst.SubmitAsync(
            "/elsa/api/workflow-definitions", new JsonObject { ["model"] = definition.DeepClone(), ["publish"] = true }.ToJsonString());
        Assert.True(published.Body!["workflowDefinition"]!["isPublished"]!.GetValue<bool>());
        var id = definition["definitionId"]!.GetValue<string>();
        using var asked = new StringContent("""{"activityTypeName":"Elsa.WriteLine"}""");
        var declared = await analyst.PostAsync(
            new Uri($"/elsa/api/scripting/javascript/type-definitions/{id}", UriKind.Relative), asked, TestContext.Current.CancellationToken);
        Assert.Contains("declare function getVariable(", await declared.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True((await analyst.SubmitAsync($"/elsa/api/workflow-definitions/{id}/publish", "{}")).Body!["alreadyPublished"]!.GetValue<bool>());
        Assert.False((await analyst.SubmitAsync($"/elsa/api/workflow-definitions/{id}/retract", "{}")).Body!["isPublished"]!.GetValue<bool>());
        Assert.Equal(400, (await analyst.SubmitAsync($"/elsa/api/workflow-definitions/{id}/retract", "{}")).Status);
    }

    [Fact]
    [Trait("Elsa", "D-10")]
    [Trait("Elsa", "D-32")]
    public async Task Studio_PublishingWhatOthersFollow_CountsThemAndSeesWhatTheyUse()
    {
        var analyst = await host.AsAsync("analyst");
        const string followed = """{"name":"Studio used","options":{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true},"root":{"id":"w","type":"Elsa.WriteLine"}}""";
        await analyst.SendAsync(HttpMethod.Put, "workflows/studio-used/draft", followed);
        await analyst.SubmitAsync("/elsa/api/workflow-definitions/studio-used/publish", "{}");
        var saved = await analyst.SubmitAsync(
            "/elsa/api/workflow-definitions", """{"model":{"definitionId":"studio-user","name":"User","root":{"id":"K","type":"StudioUsed","version":1}},"publish":true}""");
        var use = saved.Body!["workflowDefinition"]!["root"]!;
        Assert.Equal(
            ("Workflow2:K", "studio-used", "studio-used:1", 1, "studio-used:1"),
            (use["nodeId"]!.GetValue<string>(), use["workflowDefinitionId"]!.GetValue<string>(), use["workflowDefinitionVersionId"]!.GetValue<string>(),
                use["latestAvailablePublishedVersion"]!.GetValue<int>(), use["latestAvailablePublishedVersionId"]!.GetValue<string>()));

        await analyst.SendAsync(HttpMethod.Put, "workflows/studio-used/draft", followed);
        var published = await analyst.SubmitAsync("/elsa/api/workflow-definitions/studio-used/publish", "{}");
        Assert.Equal(1, published.Body!["consumingWorkflowCount"]!.GetValue<int>());
        Assert.Equal(2, (await analyst.ReadAsync("workflows/studio-user")).Body!["publishedVersion"]!.GetValue<int>());
    }

    [Fact]
    public async Task Draft_AsDeepAsADefinitionMayBe_IsSavedAndExported()
    {
        var analyst = await host.AsAsync("analyst");
        var root = """{"type":"Elsa.WriteLine"}""";
        for (var depth = 0; depth < 60; depth++)
        {
            root = """{"type":"Elsa.Sequence","activities":[""" + root + "]}";
        }

        Assert.Equal(200, (await analyst.SendAsync(HttpMethod.Put, "workflows/deep/draft", "{\"root\":" + root + "}")).Status);
        Assert.Equal(200, (await analyst.SubmitAsync("workflows/deep/publish", null)).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await analyst.GetAsync(new Uri("/api/v1/workflows/deep/export", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("caller", "PUT", "workflows/x/draft")]
    [InlineData("operator", "POST", "workflows/x/publish")]
    [InlineData("reviewer", "POST", "workflows/x/retract")]
    [InlineData("caller", "POST", "workflows/validations")]
    [InlineData("operator", "POST", "/elsa/api/workflow-definitions")]
    public async Task Definitions_WithoutTheRole_AreNotChanged(string user, string method, string path) =>
        Assert.Equal(403, (await (await host.AsAsync(user)).SendAsync(new HttpMethod(method), path, "{}")).Status);

    [Theory]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    public async Task Draft_WithATextThatCannotBeKept_IsRefused(string body) =>
        (await (await host.AsAsync("analyst")).SendAsync(HttpMethod.Put, "workflows/unkept/draft", body)).IsProblem(400, "invalid-request");

    [Fact]
    public async Task Draft_WithABadId_IsRefused() =>
        (await (await host.AsAsync("analyst")).SendAsync(HttpMethod.Put, "workflows/bad%20id/draft", Greeting("x"))).IsProblem(400, "invalid-request");

    private static string Greeting(string text) => $$$$$"""
        {"name":"Greeting","futureMember":{"kept":true},"root":{"id":"w","type":"Elsa.WriteLine","version":1,
         "text":{"typeName":"String","expression":{"type":"Literal","value":"{{{{{text}}}}}"}}}}
        """;

    private static string Task(string group, string excluded) => new JsonObject
    {
        ["root"] = new JsonObject
        {
            ["id"] = "t",
            ["type"] = "CertWorkflows.HumanTask",
            ["title"] = "Look",
            ["group"] = group,
            ["excludedPersons"] = new JsonObject
            {
                ["typeName"] = "List<String>",
                ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = excluded },
            },
        },
    }.ToJsonString();

    private static string Tag(Answer answer) => answer.Response.Headers.ETag!.ToString();

    private static IEnumerable<string> Codes(JsonNode body) => body["problems"]!.AsArray().Select(problem => problem!["code"]!.GetValue<string>());
}
