namespace CertWorkflows.Domain;

/// <summary>Identifies a bought use of the hosting service. Never the empty <see cref="Guid"/>.</summary>
/// <param name="Value">The identifier, made by the caller; the domain makes none.</param>
/// <exception cref="DomainException"><c>invalid-id</c>: the value is the empty identifier.</exception>
public readonly record struct HostingId(Guid Value)
{
    /// <summary>The identifier.</summary>
    public Guid Value { get; } = IdText.NotEmpty(Value, "hosting");

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <param name="text">32 hexadecimal digits with hyphens.</param>
    /// <exception cref="DomainException"><c>invalid-id</c>: the text is not of that form, or is the empty
    /// identifier.</exception>
    public static HostingId Parse(string? text) => new(IdText.Parse(text, "hosting"));

    /// <summary>Reads the form that <see cref="ToString"/> writes; false, and the default value, when it is not of that
    /// form.</summary>
    public static bool TryParse(string? text, out HostingId id)
    {
        var read = IdText.TryParse(text, out var value);
        id = read ? new HostingId(value) : default;
        return read;
    }

    /// <summary>32 hexadecimal digits with hyphens, in lower case.</summary>
    public override string ToString() => Value.ToString("D");
}
