using System.Text.Json;
using System.Text.Json.Serialization;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Takes exactly the documented names. The framework's converter also takes other spellings, and lists such as
/// <c>slow-review, other</c>, whose numbers it joins to a value that no rule knows and no answer can tell.
/// </summary>
internal sealed class StrictEnumConverter : JsonConverterFactory
{
    /// <summary>Whether it is one of the API's enums.</summary>
    public static bool Reads(Type type) => type.IsEnum && type.Assembly == typeof(ApiJson).Assembly;

    public override bool CanConvert(Type typeToConvert) => Reads(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        // An exception without a message gets the serializer's own, with path and type.
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && EnumParameter<T>.TryParse(reader.GetString(), out var name)
                ? name.Value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, ApiJson.Options);
    }
}
