using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Engine.Tests.Definitions;

public sealed class DefinitionDiffTests
{
    private const string Base = """
        {"id":"d:1","definitionId":"d","version":1,"name":"Old","options":{"activationStrategyType":null,"usableAsActivity":false},
         "variables":[{"id":"v1","name":"Amount","typeName":"Int32","value":"1"},{"id":"v2","name":"Gone","typeName":"String"}],"outcomes":["Yes"],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
           {"id":"a","type":"Elsa.WriteLine","version":1,"metadata":{"designer":{"position":{"x":0,"y":0}}},"text":{"typeName":"String","expression":{"type":"Literal","value":"one"}}},
           {"id":"b","type":"Elsa.WriteLine","version":1,"metadata":{"designer":{"position":{"x":9,"y":9}}}},
           {"id":"if","type":"Elsa.If","version":1,"then":{"id":"c","type":"Elsa.WriteLine","version":1}},
           {"id":"sw","type":"Elsa.Switch","version":1,"cases":[{"label":"L","condition":{"type":"JavaScript","value":"true"},"activity":{"id":"e","type":"Elsa.WriteLine","version":1}}]}],
          "connections":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"b","port":"In"},"vertices":[]}]}}
        """;

    [Fact]
    public void Between_OfTheSame_IsNothing()
    {
        var diff = Diff(text => text);
        Assert.Empty(diff.Activities);
        Assert.Empty(diff.Connections);
        Assert.Empty(diff.Members);
        Assert.Empty(diff.Layout);
    }

    [Theory]
    [InlineData("\"x\":9,\"y\":9", "\"x\":10,\"y\":9", "b")]
    [InlineData("\"vertices\":[]", "\"vertices\":[{\"x\":1,\"y\":2}]", "flow")]
    [InlineData("\"x\":0,\"y\":0}", "\"x\":0,\"y\":0},\"size\":{\"width\":5,\"height\":5}", "a")]
    public void Between_WhereOnlyTheDrawingChanged_SaysSo(string from, string to, string drawn)
    {
        var diff = Diff(text => text.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal([drawn], diff.Layout);
        Assert.Empty(diff.Activities);
        Assert.Empty(diff.Connections);
        Assert.Empty(diff.Members);
    }

    [Theory]
    [InlineData("\"value\":\"one\"", "\"value\":\"two\"", "a", "text")]
    [InlineData("\"id\":\"b\",\"type\":\"Elsa.WriteLine\"", "\"id\":\"b\",\"type\":\"Elsa.Delay\"", "b", "type")]
    [InlineData("\"label\":\"L\"", "\"label\":\"M\"", "sw", "cases")]
    [InlineData("\"id\":\"c\",", "\"id\":\"c\",\"customProperties\":{\"canStartWorkflow\":true},", "c", "customProperties")]
    [InlineData("\"metadata\":{\"designer\":{\"position\":{\"x\":9", "\"metadata\":{\"displayText\":\"Title\",\"designer\":{\"position\":{\"x\":9", "b", "metadata")]
    public void Between_WhereAnActivityChanged_NamesIt(string from, string to, string activity, string member)
    {
        var diff = Diff(text => text.Replace(from, to, StringComparison.Ordinal));
        var change = Assert.Single(diff.Activities);
        Assert.Equal((ActivityChangeKind.Changed, activity), (change.Kind, change.Id));
        Assert.Equal(member, Assert.Single(change.Members).Name);
        Assert.Empty(diff.Layout);
    }

    [Fact]
    public void Between_WhereActivitiesCameWentAndMoved_NamesThem()
    {
        var diff = Diff(text => text
            .Replace(",\"then\":{\"id\":\"c\",\"type\":\"Elsa.WriteLine\",\"version\":1}", "", StringComparison.Ordinal)
            .Replace("\"activity\":{\"id\":\"e\",\"type\":\"Elsa.WriteLine\",\"version\":1}", "\"activity\":{\"id\":\"c\",\"type\":\"Elsa.WriteLine\",\"version\":1}", StringComparison.Ordinal)
            .Replace("{\"id\":\"if\"", "{\"id\":\"new\",\"type\":\"Elsa.WriteLine\",\"version\":1},{\"id\":\"if\"", StringComparison.Ordinal)
            .Replace("\"target\":{\"activity\":\"b\"", "\"target\":{\"activity\":\"new\"", StringComparison.Ordinal));
        Assert.Equal(
            [(ActivityChangeKind.Added, "new", null, "flow"), (ActivityChangeKind.Moved, "c", "if", "sw"), (ActivityChangeKind.Removed, "e", "sw", null)],
            diff.Activities.Select(change => (change.Kind, change.Id, change.FromContainer, change.ToContainer)));
        Assert.Equal(
            [(true, "flow", "a", "Done", "new"), (false, "flow", "a", "Done", "b")],
            diff.Connections.Select(connection => (connection.IsAdded, connection.Container, connection.Source, connection.Port, connection.Target)));
    }

    [Fact]
    public void Between_WhereTheDefinitionChanged_NamesItsMembers()
    {
        var diff = Diff(text => text
            .Replace("\"version\":1,\"name\":\"Old\"", "\"version\":2,\"name\":\"New\",\"isLatest\":true,\"createdAt\":\"2026-01-01T00:00:00Z\"", StringComparison.Ordinal)
            .Replace("\"value\":\"1\"", "\"value\":\"2\"", StringComparison.Ordinal)
            .Replace(",{\"id\":\"v2\",\"name\":\"Gone\",\"typeName\":\"String\"}", "", StringComparison.Ordinal)
            .Replace("\"activationStrategyType\":null", "\"activationStrategyType\":\"SingletonStrategy\"", StringComparison.Ordinal)
            .Replace("[\"Yes\"]", "[\"Yes\",\"No\"]", StringComparison.Ordinal));
        Assert.Equal(["name", "options.activationStrategyType", "outcomes", "variables.Amount", "variables.Gone"], diff.Members.Select(change => change.Name));
        Assert.Null(diff.Members[^1].To);
        Assert.Empty(diff.Activities);
    }

    private static DefinitionDiff Diff(Func<string, string> change)
        => DefinitionDiff.Between(DefinitionReader.Read(Base), DefinitionReader.Read(change(Base)));
}
