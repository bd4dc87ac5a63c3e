using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>The calls by which programs report the results of run tasks, as they come over the wire.</summary>
public sealed class RunTaskTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Unknown = "01890000000070008000000000000000";

    [Theory]
    [InlineData("run-tasks/" + Unknown + "/complete")]
    [InlineData("/elsa/api/tasks/" + Unknown + "/complete")]
    [Trait("Elsa", "A-22")]
    public async Task Result_OfAnUnknownTask_IsNotFound(string path) =>
        (await (await host.AsAsync("caller")).SubmitAsync(path, """{"result":1}""")).IsProblem(404, "not-found");

    [Theory]
    [InlineData("""{"result":1,"other":2}""", 400, "unknown-member")]
    [InlineData("null", 400, "invalid-request")]
    [InlineData("[]", 400, "invalid-request")]
    public async Task Result_InAnotherShape_IsRefused(string body, int status, string code) =>
        (await (await host.AsAsync("caller")).SubmitAsync($"run-tasks/{Unknown}/complete", body)).IsProblem(status, code);

    [Fact]
    public async Task Result_ThatIsTooLarge_IsRefusedAndTheTaskStaysOpen()
    {
        var caller = await host.AsAsync("caller");
        var task = await HandOutAsync("too-large");
        var body = $$"""{"result":"{{new string('x', 300_000)}}"}""";
        (await caller.SubmitAsync($"run-tasks/{task}/complete", body)).IsProblem(413, "body-too-large");
        (await caller.SubmitAsync($"run-tasks/{task}/complete", body, ("Idempotency-Key", "large"))).IsProblem(413, "body-too-large");
        Assert.Equal("open", (await caller.ReadAsync($"run-tasks/{task}")).Body!["state"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Elsa", "A-22")]
    public async Task Result_AsElsaTakesIt_GoesOnOnce()
    {
        var caller = await host.AsAsync("caller");
        var task = await HandOutAsync("as-elsa");
        var first = await caller.SubmitAsync($"/elsa/api/tasks/{task}/complete", """{"result":{"a":1}}""", ("Idempotency-Key", "elsa"));
        Assert.Equal(200, first.Status);
        Assert.Equal(200, (await caller.SubmitAsync($"/elsa/api/tasks/{task}/complete", """{"result":{"a":1}}""", ("Idempotency-Key", "elsa"))).Status);
        var other = (await caller.SubmitAsync($"/elsa/api/tasks/{task}/complete", """{"result":2}""")).IsProblem(409, "already-completed");
        Assert.Equal("caller", other.Body!["winner"]!["username"]!.GetValue<string>());
        Assert.Equal("completed", (await caller.ReadAsync($"run-tasks/{task}")).Body!["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("wait=2m")]
    [InlineData("state=done")]
    [InlineData("limit=0")]
    public async Task List_AskedForNonsense_IsRefused(string query) =>
        Assert.Equal(400, (await (await host.AsAsync("caller")).ReadAsync($"run-tasks?{query}")).Status);

    private async Task<string> HandOutAsync(string name)
    {
        var json = new JsonObject
        {
            ["definitionId"] = name,
            ["name"] = name,
            ["root"] = new JsonObject
            {
                ["id"] = "T",
                ["type"] = "Elsa.RunTask",
                ["version"] = 1,
                ["taskName"] = new JsonObject
                {
                    ["typeName"] = "String",
                    ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = name },
                },
            },
        };
        await host.Services.GetRequiredService<DefinitionService>().SaveAsync(
            new SaveDraft(name, json.ToJsonString(), Publish: true), Application.Access.Caller.System, TestContext.Current.CancellationToken);
        var caller = await host.AsAsync("caller");
        Assert.Equal(201, (await caller.SubmitAsync($"workflows/{name}/instances", "{}")).Status);
        return Assert.Single((await caller.ReadAsync($"run-tasks?name={name}")).Body!["items"]!.AsArray())!["id"]!.GetValue<string>();
    }
}
