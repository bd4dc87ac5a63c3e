namespace CertWorkflows.Domain;

/// <summary>Identifies a customer, in the words of the provider's customer directory.</summary>
/// <param name="Value">1 to 64 printable characters, without white space at either end.</param>
/// <exception cref="DomainException"><c>invalid-customer-id</c>: the value is not of that form.</exception>
public readonly record struct CustomerId(string Value)
{
    /// <summary>The longest identifier that is accepted, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The identifier's text.</summary>
    public string Value { get; } = IsValid(Value)
        ? Value
        : throw new DomainException(
            "invalid-customer-id",
            $"A customer id has 1 to {MaxLength} printable characters and no white space at either end.");

    /// <summary>Takes the text as an identifier.</summary>
    /// <exception cref="DomainException"><c>invalid-customer-id</c>: the text is not of the form that is asked
    /// for.</exception>
    public static CustomerId Parse(string? text) => new(text ?? string.Empty);

    /// <summary>Takes the text as an identifier; false, and the default value, when it is not of the form that is asked
    /// for.</summary>
    public static bool TryParse(string? text, out CustomerId id)
    {
        var valid = IsValid(text);
        id = valid ? new CustomerId(text!) : default;
        return valid;
    }

    /// <summary>The identifier's text.</summary>
    public override string ToString() => Value;

    private static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text.Trim().Length == text.Length && !text.Any(char.IsControl);
}
