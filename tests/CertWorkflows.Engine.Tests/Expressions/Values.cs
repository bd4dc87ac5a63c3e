using System.Numerics;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace CertWorkflows.Engine.Tests.Expressions;

/// <summary>Generators of runtime values.</summary>
internal static class Values
{
    public static readonly string[] TypeNames =
    [
        "Object", "String", "Boolean", "Int16", "Int32", "Int64", "Single", "Double", "Decimal", "Guid", "DateTime",
        "DateTimeOffset", "TimeSpan", "ByteArray", "Stream", "JSON", "JsonElement", "JsonNode", "JsonObject",
        "JsonArray", "StringDictionary", "ObjectDictionary", "Int32?", "DateTime?", "String[]", "Object[]",
        "List<Object>", "List<Int32>", "HashSet<String>", "IEnumerable<Double>", "HttpStatusCode", "HttpHeaders",
        "DateOnly", "TimeOnly", "Uri", "BigInteger", "Char", "Byte", "UInt64",
    ];

    public static Gen<object?> Scalar { get; } = Gen.OneOf(
        Gen.Constant<object?>(null),
        Boxed(ArbMap.Default.GeneratorFor<string>().Where(s => s is not null)),
        Gen.Elements<object?>("", "5", "-0", "1e5", "{}", "[1]", "{\"_type\":\"Int32\"}", "{bad", "true", "é\u0000"),
        Boxed(ArbMap.Default.GeneratorFor<bool>()),
        Boxed(ArbMap.Default.GeneratorFor<int>()),
        Boxed(ArbMap.Default.GeneratorFor<long>()),
        Boxed(ArbMap.Default.GeneratorFor<short>()),
        Boxed(ArbMap.Default.GeneratorFor<byte>()),
        Boxed(ArbMap.Default.GeneratorFor<ulong>()),
        Boxed(ArbMap.Default.GeneratorFor<double>()),
        Boxed(ArbMap.Default.GeneratorFor<float>()),
        Boxed(ArbMap.Default.GeneratorFor<decimal>()),
        Gen.Elements<object?>(12.50m, 0.00m, -0.0, double.NaN, double.PositiveInfinity, long.MaxValue, decimal.MaxValue,
            1e300, double.Epsilon, new decimal(1, 0, 0, true, 28)),
        Boxed(ArbMap.Default.GeneratorFor<char>().Where(c => !char.IsSurrogate(c))),
        Boxed(ArbMap.Default.GeneratorFor<Guid>()),
        Boxed(ArbMap.Default.GeneratorFor<DateTime>()),
        Boxed(ArbMap.Default.GeneratorFor<DateTime>().Select(d => DateTime.SpecifyKind(d, DateTimeKind.Utc))),
        Boxed(ArbMap.Default.GeneratorFor<DateTimeOffset>()),
        Gen.Elements<object?>(DateTime.MinValue, DateTime.MaxValue, DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
        Boxed(ArbMap.Default.GeneratorFor<TimeSpan>()),
        Boxed(ArbMap.Default.GeneratorFor<DateOnly>()),
        Boxed(ArbMap.Default.GeneratorFor<TimeOnly>()),
        Boxed(ArbMap.Default.GeneratorFor<BigInteger>()),
        Boxed(ArbMap.Default.GeneratorFor<byte[]>().Where(b => b is not null)),
        Gen.Elements<object?>(new Uri("https://a.example/b?c"), new Uri("rel/x", UriKind.Relative)));

    public static Gen<object?> Any { get; } = Gen.Sized(size => Nested(Math.Min(size, 3)));

    /// <summary>Whether text anywhere in the value could be the cause of a conversion error.</summary>
    public static bool HoldsText(object? value) => value switch
    {
        string or char => true,
        JsonNode => true,
        IDictionary<string, object?> entries => entries.Values.Any(HoldsText),
        System.Collections.IEnumerable items => items.Cast<object?>().Any(HoldsText),
        _ => false,
    };

    private static Gen<object?> Nested(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (6, Scalar),
            (1, Nested(depth - 1).ListOf(3).Select(items => (object?)items.ToList())),
            (1, Nested(depth - 1).ListOf(2).Select(items => (object?)items.ToArray())),
            (1, Gen.Zip(Keys, Nested(depth - 1)).ListOf(3).Select(pairs => (object?)pairs
                .DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2))),
            (1, Gen.Elements<object?>(
                new List<int> { 1, 2 }, new[] { 1.5, 2 }, new HashSet<string> { "a" }, new List<DateTime?> { null },
                new[] { "a", null }, new Dictionary<string, string> { ["_type"] = "x" })),
            (1, Gen.Elements("{\"a\":[1,2.50,null]}", "[]", "\"x\"", "1.0", "true").Select(j => (object?)JsonNode.Parse(j))));

    private static Gen<string> Keys => Gen.Elements("a", "B", "c d", "_type", "_value", "", "é");

    private static Gen<object?> Boxed<T>(Gen<T> values) => values.Select(v => (object?)v);
}
