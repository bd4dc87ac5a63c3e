using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class ValueConversionTests
{
    public static TheoryData<object?, string, object?> Rows => new()
    {
        { null, "Int32", null },
        { "abc", "String", "abc" },
        { "5", "Object", "5" },
        { "{\"a\":1}", "Object", "{\"a\":1}" },
        { "YWJj", "ByteArray", "abc"u8.ToArray() },
        { "not base64!", "ByteArray", null },
        { "TRUE", "Boolean", true },
        { "1", "Boolean", false },
        { "yes", "Boolean", false },
        { "42", "Int32", 42 },
        { " -7 ", "Int64", -7L },
        { "abc", "Int32", 0 },
        { "3.5", "Int32", 0 },
        { "99999999999", "Int32", 0 },
        { "", "Int32", null },
        { "1,5", "Decimal", 15m },
        { "12.50", "Decimal", 12.50m },
        { "x", "Double", 0d },
        { "1e3", "Double", 1000d },
        { "oops", "Guid", Guid.Empty },
        { "90", "TimeSpan", TimeSpan.FromDays(90) },
        { "1:30", "TimeSpan", TimeSpan.FromMinutes(90) },
        { "00:00:05", "TimeSpan", TimeSpan.FromSeconds(5) },
        { "72:00:00", "TimeSpan", TimeSpan.FromDays(72) },
        { "x", "TimeSpan", TimeSpan.Zero },
        { "2024-03-01T10:00:00Z", "DateTime", new DateTime(2024, 3, 1, 10, 0, 0, DateTimeKind.Utc) },
        { "2024-03-01T10:00:00+02:00", "DateTimeOffset", new DateTimeOffset(2024, 3, 1, 10, 0, 0, TimeSpan.FromHours(2)) },
        { "2024-03-01", "DateTimeOffset", new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero) },
        { "bad", "DateTime", default(DateTime) },
        { "a", "List<String>", new List<string> { "a" } },
        { "a", "String[]", new[] { "a" } },
        { "ab", "List<Object>", new List<object?> { "a", "b" } },
        { "[1,2.50,\"x\",null]", "List<Object>", new List<object?> { 1, 2.50m, "x", null } },
        { "[1,2]", "List<Int32>", new List<int> { 1, 2 } },
        { "{\"a\":\"b\"}", "StringDictionary", new Dictionary<string, string> { ["a"] = "b" } },
        { "nothing", "ObjectDictionary", null },
        { 5.5, "Int32", 6 },
        { 4.5, "Int32", 4 },
        { 3.9, "Int32", 4 },
        { 1e300, "Int32", 0 },
        { double.NaN, "Int32", 0 },
        { 12.5, "Decimal", 12.5m },
        { 5, "Double", 5d },
        { 5.0, "String", "5" },
        { 1234567.891, "String", "1234567.891" },
        { 1e21, "String", "1E+21" },
        { true, "String", "True" },
        { 0, "Boolean", false },
        { 0.1, "Boolean", true },
        { true, "Int32", 1 },
        { 404, "HttpStatusCode", System.Net.HttpStatusCode.NotFound },
        { "NotFound", "HttpStatusCode", System.Net.HttpStatusCode.NotFound },
        { new DateTime(2024, 3, 1), "String", "03/01/2024" },
        { new DateTime(2024, 3, 1, 10, 5, 7), "String", "03/01/2024 10:05" },
        { new DateTimeOffset(2024, 3, 1, 10, 5, 0, TimeSpan.FromHours(2)), "String", "03/01/2024 10:05 +02:00" },
        { new DateTimeOffset(2024, 3, 1, 10, 5, 0, TimeSpan.FromHours(2)), "DateTime", new DateTime(2024, 3, 1, 10, 5, 0) },
        { new DateTime(2024, 3, 1, 10, 5, 0, DateTimeKind.Utc), "DateTimeOffset", new DateTimeOffset(2024, 3, 1, 10, 5, 0, TimeSpan.Zero) },
        { new TimeSpan(1, 2, 3), "String", "01:02:03" },
        { Guid.Empty, "String", "00000000-0000-0000-0000-000000000000" },
        { new object?[] { 1.0, new Dictionary<string, object?> { ["a"] = 2.0 } }, "String", "[1,{\"a\":2}]" },
        { new object?[] { 1.4, "2", null }, "Int32[]", new[] { 1, 2, 0 } },
        { new List<object?> { "a", 5 }, "List<String>", new List<string> { "a", "5" } },
        { new List<int> { 1, 1, 2 }, "HashSet<Int32>", new HashSet<int> { 1, 2 } },
        { new Dictionary<string, object?> { ["a"] = 5 }, "StringDictionary", new Dictionary<string, string> { ["a"] = "5" } },
        { JsonValue.Create("12"), "Int32", 12 },
        { JsonValue.Create(12.5m), "Decimal", 12.5m },
        { JsonNode.Parse("{\"a\":[1]}"), "String", "{\"a\":[1]}" },
        { JsonNode.Parse("[1,\"x\"]"), "List<Object>", new List<object?> { 1, "x" } },
        { new BigInteger(7), "Int32", 7 },
        { Guid.Empty, "Int32", 0 },
        { TimeSpan.Zero, "Boolean", false },
        { 5, "TimeSpan", TimeSpan.Zero },
        { 5, "List<Object>", null },
        { new List<object?>(), "Int32", 0 },
    };

    [Theory]
    [Trait("Elsa", "E-25")]
    [Trait("Elsa", "E-26")]
    [MemberData(nameof(Rows))]
    public void Convert_WhenARowOfTheTable_GivesItsResult(object? value, string type, object? expected)
    {
        var converted = ValueConversion.Convert(value, TypeRef.TryParse(type)!);

        Assert.Equal(expected, converted);
        Assert.Equal(expected?.GetType(), converted?.GetType());
    }

    [Theory]
    [Trait("Elsa", "E-25")]
    [InlineData("{\"a\":", "ObjectDictionary")]
    [InlineData("[1,", "List<Object>")]
    [InlineData("[1]", "JSON")]
    [InlineData("{}", "JsonArray")]
    [InlineData("Nowhere", "HttpStatusCode")]
    [Trait("Elsa", "E-26")]
    public void Convert_WhenJsonTextOrAMemberIsWrong_IsAnError(string text, string type) =>
        Assert.Throws<ConversionException>(() => ValueConversion.Convert(text, TypeRef.TryParse(type)!));

    [Fact]
    public void Convert_WhenJsonMeetsObject_KeepsIt()
    {
        var node = JsonNode.Parse("{}");

        Assert.Same(node, ValueConversion.Convert(node, TypeRef.Object));
    }

    [Fact]
    [Trait("Elsa", "E-25")]
    public void Convert_WhenJsonTextMeetsAClass_IgnoresCase()
    {
        var address = Assert.IsType<Address>(ValueConversion.Convert("{\"CITY\":\"Bonn\",\"size\":3}", typeof(Address)));
        var back = ValueConversion.Convert(address, TypeRef.ObjectDictionary);

        Assert.Equal(("Bonn", 3), (address.City, address.Size));
        Assert.Equal(new Dictionary<string, object?> { ["city"] = "Bonn", ["size"] = 3 }, back);
        Assert.Equal("{\"city\":\"Bonn\",\"size\":3}", ValueConversion.Convert(address, TypeRef.String));
        Assert.Equal(address, ValueConversion.Convert(back, typeof(Address)));
    }

    [Fact]
    [Trait("Elsa", "E-25")]
    public void Convert_WhenJsonElement_CountsAsItsValue()
    {
        using var json = JsonDocument.Parse("[true, \"5\", 2.5, null, {\"a\":1}]");
        var items = json.RootElement;

        Assert.Equal(true, ValueConversion.Convert(items[0], typeof(bool)));
        Assert.Equal(5, ValueConversion.Convert(items[1], typeof(int)));
        Assert.Equal(2, ValueConversion.Convert(items[2], typeof(int?)));
        Assert.Null(ValueConversion.Convert(items[3], typeof(int)));
        Assert.Equal(1, ((Dictionary<string, object?>)ValueConversion.Convert(items[4], typeof(Dictionary<string, object?>))!)["a"]);
    }

    [Property(MaxTest = 2_000)]
    public Property Convert_WhenAnyValueMeetsAnyType_ThrowsOnlyWhereTheTableSaysSo() => Prop.ForAll(
        Gen.Zip(Values.Any, Gen.Elements(Values.TypeNames)).ToArbitrary(),
        pair =>
        {
            var type = TypeRef.TryParse(pair.Item2)!;
            try
            {
                var converted = ValueConversion.Convert(pair.Item1, type);
                return converted is null || (Nullable.GetUnderlyingType(type.ClrType) ?? type.ClrType).IsInstanceOfType(converted);
            }
            catch (ConversionException)
            {
                return pair.Item1 is not null and not bool and not int && (
                    type.ClrType.IsEnum || Values.HoldsText(pair.Item1));
            }
        });

    [Property]
    public void Convert_WhenTheTargetsTextIsConverted_ComesBack(int whole, decimal amount, Guid id, bool flag)
    {
        Assert.Equal(whole, Both(whole));
        Assert.Equal(amount, Both(amount));
        Assert.Equal(id, Both(id));
        Assert.Equal(flag, Both(flag));

        static object? Both(object value) =>
            ValueConversion.Convert(ValueConversion.Convert(value, typeof(string)), value.GetType());
    }

    private sealed record Address(string City, int Size);
}
