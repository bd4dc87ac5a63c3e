using System.Globalization;
using System.Xml.Linq;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Diagrams;

/// <summary>The picture of a workflow, as far as a reader of its SVG can see it.</summary>
public sealed class DiagramTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task ShippedWorkflow_Drawn_ShowsEachActivityOnceAndNoneOverAnother()
    {
        var picture = await DrawAsync("refund-review");
        var boxes = picture.Descendants(Svg + "g").Where(g => (string?)g.Attribute("class") == "leaf").Select(Place).ToList();

        Assert.Equal(26, boxes.Count);
        Assert.All(boxes, a => Assert.DoesNotContain(boxes, b => b.Id != a.Id && Math.Abs(a.X - b.X) < 200 && Math.Abs(a.Y - b.Y) < 60));
        Assert.Equal(32, picture.Descendants(Svg + "g").Count(g => g.Attribute("data-from") is not null));
    }

    [Fact]
    public async Task Instance_Drawn_ShowsWhatIsDoneAndWhatItWaitsFor()
    {
        await SaveAsync("drawn", """
            {"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"a","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"x"}}},
              {"id":"d","type":"Elsa.FlowDecision","version":1,"condition":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}},
              {"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"drawn-on"}}},
              {"id":"n","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"<never> & not"}},"metadata":{"displayText":"<never> & not"}}],
             "connections":[
              {"source":{"activity":"a","port":"Done"},"target":{"activity":"d","port":"In"}},
              {"source":{"activity":"d","port":"True"},"target":{"activity":"e","port":"In"}},
              {"source":{"activity":"d","port":"False"},"target":{"activity":"n","port":"In"}}]}
            """);
        Assert.Equal(200, (await (await host.AsAsync("analyst")).SubmitAsync("workflows/drawn/publish", null)).Status);
        var operators = await host.AsAsync("operator");
        var instance = (await operators.SubmitAsync("workflows/drawn/instances", "{}")).Body!["id"]!.GetValue<string>();

        var picture = await DrawAsync("drawn", $"?instance={instance}");

        Assert.Equal(("done", "done", "waiting", null), (State(picture, "a"), State(picture, "d"), State(picture, "e"), State(picture, "n")));
        Assert.Equal(["a-Done", "d-True"], picture.Descendants(Svg + "g").Where(g => (string?)g.Attribute("class") == "taken")
            .Select(g => $"{g.Attribute("data-from")!.Value}-{g.Attribute("data-outcome")!.Value}"));
        Assert.Contains("<never> & not", picture.Descendants(Svg + "text").Select(text => text.Value));
        (await operators.ReadAsync($"workflows/refund-review/diagram.svg?instance={instance}")).IsProblem(404, "not-found");
        (await operators.ReadAsync($"workflows/drawn/diagram.svg?version=1&instance={instance}")).IsProblem(400, "invalid-request");
    }

    [Fact]
    public async Task WorkflowWithoutPositions_Drawn_StandsInColumnsByDistance()
    {
        await SaveAsync("drawn-columns", """
            {"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
              {"id":"a","type":"Elsa.WriteLine","version":1},{"id":"b","type":"Elsa.WriteLine","version":1},
              {"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"x","type":"Elsa.WriteLine","version":1},{"id":"y","type":"Elsa.WriteLine","version":1}]}],
             "connections":[
              {"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"}},
              {"source":{"activity":"b","port":"Done"},"target":{"activity":"s","port":"In"}},
              {"source":{"activity":"s","port":"Done"},"target":{"activity":"a","port":"In"}}]}
            """);
        var picture = await DrawAsync("drawn-columns");
        var places = picture.Descendants(Svg + "g").Where(g => g.Attribute("data-activity") is not null).Select(Place).ToDictionary(place => place.Id);

        Assert.True(places["a"].X < places["b"].X && places["b"].X < places["s"].X);
        Assert.True(places["x"].Y < places["y"].Y);
    }

    [Theory]
    [InlineData("nobody", "", 404, "not-found")]
    [InlineData("refund-review", "?version=99", 404, "not-found")]
    [InlineData("refund-review", "?version=x", 400, "invalid-request")]
    [InlineData("refund-review", "?instance=x", 400, "invalid-request")]
    public async Task UnknownThing_Drawn_IsRefused(string workflow, string query, int status, string code) =>
        (await (await host.AsAsync("operator")).ReadAsync($"workflows/{workflow}/diagram.svg{query}")).IsProblem(status, code);

    private static string? State(XElement picture, string id) =>
        picture.Descendants(Svg + "g").Single(g => (string?)g.Attribute("data-activity") == id).Attribute("data-state")?.Value;

    private static (string Id, double X, double Y) Place(XElement box)
    {
        var numbers = box.Attribute("transform")!.Value["translate(".Length..^1].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (box.Attribute("data-activity")!.Value, numbers[0], numbers[1]);
    }

    private async Task SaveAsync(string workflow, string root) => Assert.Equal(200, (await (await host.AsAsync("analyst")).SendAsync(
        HttpMethod.Put, $"workflows/{workflow}/draft", $$"""{"name":"{{workflow}}","root":{{root}}}""")).Status);

    private async Task<XElement> DrawAsync(string workflow, string? query = null)
    {
        using var answer = await (await host.AsAsync("operator")).GetAsync(
            new Uri($"/api/v1/workflows/{workflow}/diagram.svg{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        return XElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
