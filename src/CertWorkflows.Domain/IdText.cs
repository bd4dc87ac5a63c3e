namespace CertWorkflows.Domain;

/// <summary>The one text form of the identifiers that wrap a <see cref="Guid"/>.</summary>
internal static class IdText
{
    public static bool TryParse(string? text, out Guid value) =>
        Guid.TryParseExact(text, "D", out value) && value != Guid.Empty;

    public static Guid Parse(string? text, string kind) =>
        TryParse(text, out var value)
            ? value
            : throw new DomainException(
                "invalid-id",
                $"'{text}' is not a {kind} id: 32 hexadecimal digits with hyphens, not all zero, are expected.");

    public static Guid NotEmpty(Guid value, string kind) =>
        value != Guid.Empty
            ? value
            : throw new DomainException("invalid-id", $"A {kind} id may not be the empty identifier.");
}
