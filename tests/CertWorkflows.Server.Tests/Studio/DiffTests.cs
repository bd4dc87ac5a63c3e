using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

public sealed class DiffTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Diff_OfTwoVersions_SaysWhatRunsDifferently()
    {
        var analyst = await host.AsAsync("analyst");
        var open = await analyst.CreateAsync("Diffed", Flow(Line("one"), Line("two")), publish: true);
        open["root"]!["activities"]![1]!["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 5, ["y"] = 5 } } };
        var second = (await analyst.SaveAsync(open, publish: true)).Body!["workflowDefinition"]!;
        second["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "changed";
        await analyst.SaveAsync(second);

        var drawn = (await (await host.AsAsync("reviewer")).ReadAsync($"workflows/{open.Id()}/diff?from=1&to=2")).Body!;
        Assert.True((bool)drawn["runsAlike"]!);
        Assert.Equal("a1", (string?)Assert.Single(drawn["layout"]!.AsArray()));
        var changed = (await analyst.ReadAsync($"workflows/{open.Id()}/diff?from=1&to=3")).Body!;
        Assert.False((bool)changed["runsAlike"]!);
        var activity = Assert.Single(changed["activities"]!.AsArray())!;
        Assert.Equal(("changed", "a0", "text"), ((string?)activity["change"], (string?)activity["activityId"], (string?)activity["members"]![0]!["name"]));
        Assert.Equal("changed", (string?)activity["members"]![0]!["to"]!["expression"]!["value"]);
        Assert.Empty(changed["members"]!.AsArray());

        (await analyst.ReadAsync($"workflows/{open.Id()}/diff?from=1&to=9")).IsProblem(404, "not-found");
        (await analyst.ReadAsync($"workflows/{open.Id()}/diff?from=1")).IsProblem(400, "invalid-request");
        (await analyst.ReadAsync($"workflows/{open.Id()}/diff?from=1&to=x")).IsProblem(400, "invalid-request");
    }
}
