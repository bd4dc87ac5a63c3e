using System.Text.Json.Nodes;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>The comparison that the other tests stand on sees what would break Studio.</summary>
public sealed class RecordingTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":2,"more":true}""", 0)]
    [InlineData("""{"a":1}""", """{"A":1}""", 1)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", 1)]
    [InlineData("""{"a":[]}""", """{"a":null}""", 1)]
    [InlineData("""{"a":null}""", "{}", 0)]
    [InlineData("""{"a":[{"b":true}]}""", """{"a":[{"b":true},{"c":1},{"b":"x"}]}""", 2)]
    [InlineData("""{"at":"2026-02-01T10:00:00+00:00"}""", """{"at":"yesterday or the day before"}""", 1)]
    [InlineData("""{"items":[{"correlationId":"c"}]}""", """{"items":[{"correlationId":null}]}""", 0)]
    public void Differences_OfAnAnswer_AreCounted(string recorded, string found, int count) =>
        Assert.Equal(count, Recording.Differences(JsonNode.Parse(recorded), JsonNode.Parse(found), "$").Count());
}
