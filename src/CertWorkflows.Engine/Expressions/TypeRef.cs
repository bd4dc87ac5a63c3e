using System.Runtime.CompilerServices;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// A type of the definition format, found by its alias or .NET name (D-26 to D-28). Two references are equal when
/// alias and .NET type are.
/// </summary>
public sealed record TypeRef
{
    /// <summary>Any value; nothing is converted.</summary>
    public static readonly TypeRef Object = new("Object", typeof(object));

    /// <summary>Text.</summary>
    public static readonly TypeRef String = new("String", typeof(string));

    /// <summary>True or false.</summary>
    public static readonly TypeRef Boolean = new("Boolean", typeof(bool));

    /// <summary>A 32-bit integer.</summary>
    public static readonly TypeRef Int32 = new("Int32", typeof(int));

    /// <summary>A 64-bit integer.</summary>
    public static readonly TypeRef Int64 = new("Int64", typeof(long));

    /// <summary>A binary floating point number, as scripts use.</summary>
    public static readonly TypeRef Double = new("Double", typeof(double));

    /// <summary>A decimal number, as money needs.</summary>
    public static readonly TypeRef Decimal = new("Decimal", typeof(decimal));

    /// <summary>A 128-bit id.</summary>
    public static readonly TypeRef Guid = new("Guid", typeof(Guid));

    /// <summary>A date and time without offset.</summary>
    public static readonly TypeRef DateTime = new("DateTime", typeof(DateTime));

    /// <summary>A date and time with offset.</summary>
    public static readonly TypeRef DateTimeOffset = new("DateTimeOffset", typeof(DateTimeOffset));

    /// <summary>A duration.</summary>
    public static readonly TypeRef TimeSpan = new("TimeSpan", typeof(TimeSpan));

    /// <summary>Text to anything.</summary>
    public static readonly TypeRef ObjectDictionary = new("ObjectDictionary", typeof(Dictionary<string, object?>));

    /// <summary>Text to text.</summary>
    public static readonly TypeRef StringDictionary = new("StringDictionary", typeof(Dictionary<string, string>));

    /// <summary>A list of anything.</summary>
    public static readonly TypeRef ListOfObject = new("List<Object>", typeof(List<object?>));

    /// <summary>A list of texts.</summary>
    public static readonly TypeRef ListOfString = new("List<String>", typeof(List<string>));

    internal TypeRef(string alias, Type clrType) => (Alias, ClrType) = (alias, clrType);

    /// <summary>The canonical alias, for example <c>Int32</c>, <c>DateTime?</c> or <c>List&lt;String&gt;</c>.</summary>
    public string Alias { get; }

    /// <summary>The .NET type that values have.</summary>
    public Type ClrType { get; }

    /// <summary>The value an unset input of this type reads as: 0, false, … or null (E-25).</summary>
    public object? DefaultValue =>
        ClrType.IsValueType && Nullable.GetUnderlyingType(ClrType) is null
            ? RuntimeHelpers.GetUninitializedObject(ClrType)
            : null;

    /// <summary>Finds a type by alias or .NET name, ignoring case.</summary>
    /// <param name="alias">The name in the definition.</param>
    /// <param name="isArray">True for an array of the named type (D-17).</param>
    /// <returns>The type, or null when the name is blank or unknown.</returns>
    public static TypeRef? TryParse(string? alias, bool isArray = false)
    {
        if (string.IsNullOrWhiteSpace(alias) || alias.Length > TypeNames.MaxLength)
            return null;
        var found = TypeNames.Parse(alias);
        return isArray && found is not null ? TypeNames.ArrayOf(found) : found;
    }

    /// <summary>The reference for a .NET type; a type without alias gets an <c>UnregisteredClrType:…</c> alias.</summary>
    public static TypeRef Of(Type type) => TypeNames.Of(type);

    /// <inheritdoc/>
    public override string ToString() => Alias;
}
