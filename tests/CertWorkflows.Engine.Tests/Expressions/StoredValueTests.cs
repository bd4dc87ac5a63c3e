using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class StoredValueTests
{
    [Property(MaxTest = 3_000)]
    public Property StoredValue_WhenWrittenPrintedAndRead_IsTheSameValue() => Prop.ForAll(
        Values.Any.ToArbitrary(),
        value =>
        {
            var printed = StoredValue.Write(value)?.ToJsonString();
            var read = StoredValue.Read(printed is null ? null : JsonNode.Parse(printed));
            return Same(value, read) && Same(value, StoredValue.Read(StoredValue.Write(value)));
        });

    [Theory]
    [Trait("Elsa", "D-30")]
    [InlineData("null", null)]
    [InlineData("\"5\"", "5")]
    [InlineData("5", 5)]
    [InlineData("5000000000", 5000000000L)]
    [InlineData("{\"_type\":\"Double\",\"_value\":\"5\"}", 5.0)]
    [InlineData("{\"_type\":\"TimeSpan\",\"_value\":\"00:00:05\"}", null)]
    public void StoredValue_WhenReadFromKnownJson_HasItsType(string json, object? expected) =>
        Assert.Equal(expected ?? (json == "null" ? null : TimeSpan.FromSeconds(5)), StoredValue.Read(JsonNode.Parse(json)));

    [Theory]
    [InlineData("{\"_type\":\"Nonsense\",\"_value\":\"5\"}", 2)]
    [InlineData("{\"_type\":\"Int32\",\"other\":\"5\"}", 2)]
    [InlineData("{\"_type\":7}", 1)]
    public void StoredValue_WhenTheTypeIsUnknown_IsAnOrdinaryObject(string json, int members) =>
        Assert.Equal(members, Assert.IsType<Dictionary<string, object?>>(StoredValue.Read(JsonNode.Parse(json))).Count);

    [Fact]
    public void StoredValue_WhenPlainJsonSuffices_IsPlainJson()
    {
        var value = new Dictionary<string, object?> { ["a"] = 12.50m, ["b"] = new object?[] { 1, "x", true, null } };

        Assert.Equal("{\"a\":12.50,\"b\":[1,\"x\",true,null]}", StoredValue.Write(value)!.ToJsonString());
        Assert.Equal("{\"_type\":\"JsonObject\",\"_island\":\"{}\"}", StoredValue.Write(new JsonObject())!.ToJsonString());
    }

    [Fact]
    public void StoredValue_WhenATypeIsAsked_IsConverted() =>
        Assert.Equal(new[] { 1, 2 }, StoredValue.Read(JsonNode.Parse("[1,\"2\"]"), TypeRef.TryParse("Int32", isArray: true)));

    [Fact]
    public void StoredValue_WhenAnElementIsStored_ReadsAsElement()
    {
        using var json = JsonDocument.Parse("{\"a\":1}");

        var read = StoredValue.Read(StoredValue.Write(json.RootElement));

        Assert.Equal("{\"a\":1}", Assert.IsType<JsonElement>(read).GetRawText());
    }

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (JsonNode a, JsonNode b) => JsonNode.DeepEquals(a, b) && a.ToJsonString() == b.ToJsonString(),
        (string a, string b) => a == b,
        (DateTime a, DateTime b) => a == b && a.Kind == b.Kind,
        (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b),
        (decimal a, decimal b) => a == b && a.Scale == b.Scale,
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (IDictionary<string, object?> a, IDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var other) && Same(p.Value, other)),
        // arrays of anything come back as lists of anything
        (object?[] a, List<object?> b) when a.GetType() == typeof(object[]) => Items(a, b),
        (IEnumerable a, IEnumerable b) => a.GetType() == b.GetType() && Items(a, b),
        _ => left.Equals(right),
    };

    private static bool Items(IEnumerable left, IEnumerable right)
    {
        var (a, b) = (left.Cast<object?>().ToList(), right.Cast<object?>().ToList());
        return a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second));
    }
}
