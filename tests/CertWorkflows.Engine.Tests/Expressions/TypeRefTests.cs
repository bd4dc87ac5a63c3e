using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class TypeRefTests
{
    [Theory]
    [Trait("Elsa", "D-26")]
    [Trait("Elsa", "D-27")]
    [Trait("Elsa", "D-28")]
    [InlineData("object", typeof(object), "Object")]
    [InlineData("INT32", typeof(int), "Int32")]
    [InlineData("Long", typeof(long), "Int64")]
    [InlineData("Int32?", typeof(int?), "Int32?")]
    [InlineData("String?", typeof(string), "String")]
    [InlineData("ByteArray", typeof(byte[]), "ByteArray")]
    [InlineData("Int16", typeof(short), "Int16")]
    [InlineData("single", typeof(float), "Single")]
    [InlineData("Stream", typeof(Stream), "Stream")]
    [InlineData("JsonNode", typeof(JsonNode), "JsonNode")]
    [InlineData("JsonObject", typeof(JsonObject), "JsonObject")]
    [InlineData("StringDictionary", typeof(Dictionary<string, string>), "StringDictionary")]
    [InlineData("ObjectMap", typeof(Dictionary<string, object?>), "ObjectDictionary")]
    [InlineData("HashSet<String>", typeof(HashSet<string>), "HashSet<String>")]
    [InlineData("Collection<String>", typeof(List<string>), "List<String>")]
    [InlineData("IEnumerable<Object>", typeof(List<object>), "List<Object>")]
    [InlineData("IList<Decimal>", typeof(List<decimal>), "List<Decimal>")]
    [InlineData("HttpStatusCode", typeof(System.Net.HttpStatusCode), "HttpStatusCode")]
    [InlineData("HttpResponseMessage", typeof(object), "HttpResponseMessage")]
    [InlineData("RouteData", typeof(object), "RouteData")]
    [InlineData("Downloadable[]", typeof(object[]), "Downloadable[]")]
    [InlineData("JSON", typeof(Dictionary<string, object?>), "JSON")]
    [InlineData("JsonElement", typeof(JsonElement), "JsonElement")]
    [InlineData("JsonArray", typeof(JsonArray), "JsonArray")]
    [InlineData("StringMap", typeof(Dictionary<string, string>), "StringDictionary")]
    [InlineData("ObjectDictionary", typeof(Dictionary<string, object?>), "ObjectDictionary")]
    [InlineData("String[]", typeof(string[]), "String[]")]
    [InlineData("List<String>", typeof(List<string>), "List<String>")]
    [InlineData("IReadOnlyList<Int32?>", typeof(List<int?>), "List<Int32?>")]
    [InlineData("ISet<Guid>", typeof(HashSet<Guid>), "HashSet<Guid>")]
    [InlineData("List<List<Object>>", typeof(List<List<object>>), "List<List<Object>>")]
    [InlineData("HttpFile[]", typeof(object[]), "HttpFile[]")]
    [InlineData("System.String, System.Private.CoreLib", typeof(string), "String")]
    [InlineData("System.Int32, System.Private.CoreLib, Version=8.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e", typeof(int), "Int32")]
    [InlineData("System.Collections.Generic.List`1[[System.String, System.Private.CoreLib]], System.Private.CoreLib", typeof(List<string>), "List<String>")]
    [InlineData("System.Collections.Generic.ICollection`1[[System.Object, System.Private.CoreLib, Version=8.0.0.0]]", typeof(List<object>), "List<Object>")]
    [InlineData("System.Nullable`1[[System.DateTime, System.Private.CoreLib]]", typeof(DateTime?), "DateTime?")]
    [InlineData("System.Collections.Generic.IDictionary`2[[System.String, x],[System.Object, x]], y", typeof(Dictionary<string, object?>), "ObjectDictionary")]
    [InlineData("System.String[], System.Private.CoreLib", typeof(string[]), "String[]")]
    [InlineData("System.Dynamic.ExpandoObject, System.Linq.Expressions", typeof(Dictionary<string, object?>), "JSON")]
    [InlineData("UnregisteredClrType:System.Int32", typeof(int), "Int32")]
    public void TypeRef_WhenTheNameIsKnown_IsFound(string name, Type type, string alias)
    {
        var found = TypeRef.TryParse(name);

        Assert.Equal((type, alias), (found!.ClrType, found.Alias));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("Nonsense")]
    [InlineData("List<Nonsense>")]
    [InlineData("List<")]
    [InlineData("[]")]
    [InlineData("?")]
    [InlineData("<>")]
    [InlineData("`")]
    [InlineData("List`1[[")]
    [InlineData("Dictionary<Int32,String>")]
    public void TypeRef_WhenTheNameIsUnknown_IsNull(string? name) => Assert.Null(TypeRef.TryParse(name));

    [Fact]
    public void TypeRef_WhenTheNameNestsWithoutEnd_IsNull() =>
        Assert.Null(TypeRef.TryParse(string.Concat(Enumerable.Repeat("List<", 100_000))));

    [Fact]
    public void TypeRef_WhenIsArray_IsAnArrayOfIt() =>
        Assert.Equal(typeof(int[]), TypeRef.TryParse("Int32", isArray: true)!.ClrType);

    [Fact]
    public void TypeRef_WhenAskedForAnUnsetValue_GivesTheDefault()
    {
        Assert.Equal(0, TypeRef.Int32.DefaultValue);
        Assert.Null(TypeRef.TryParse("Int32?")!.DefaultValue);
        Assert.Null(TypeRef.String.DefaultValue);
    }

    [Fact]
    public void TypeRef_WhenMadeFromAType_ParsesBack()
    {
        foreach (var type in new[] { typeof(int), typeof(int?), typeof(string[]), typeof(List<DateTimeOffset>), typeof(HashSet<string>) })
            Assert.Equal(type, TypeRef.TryParse(TypeRef.Of(type).Alias)!.ClrType);
    }
}
