namespace CertWorkflows.Domain.Revocations;

/// <summary>
/// Why a certificate is revoked: the reason codes of RFC 5280, section 5.3.1, that end a certificate for good.
/// <c>certificateHold</c> and <c>removeFromCRL</c> are not among them: nothing here brings a revoked certificate back.
/// </summary>
public enum RevocationReason
{
    /// <summary><c>unspecified</c> (0).</summary>
    Unspecified = 0,

    /// <summary><c>keyCompromise</c> (1).</summary>
    KeyCompromise = 1,

    /// <summary><c>cACompromise</c> (2).</summary>
    CACompromise = 2,

    /// <summary><c>affiliationChanged</c> (3).</summary>
    AffiliationChanged = 3,

    /// <summary><c>superseded</c> (4).</summary>
    Superseded = 4,

    /// <summary><c>cessationOfOperation</c> (5).</summary>
    CessationOfOperation = 5,

    /// <summary><c>privilegeWithdrawn</c> (9).</summary>
    PrivilegeWithdrawn = 9,

    /// <summary><c>aACompromise</c> (10).</summary>
    AACompromise = 10,
}

/// <summary>The names that RFC 5280 gives the reasons.</summary>
public static class RevocationReasons
{
    /// <summary>All names, in the order of their codes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<RevocationReason>().Select(Name)];

    /// <summary>The reason's name in RFC 5280: only its first letter is made small (<c>cACompromise</c>).</summary>
    public static string Name(this RevocationReason reason)
    {
        var name = reason.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>Reads a name; false when there is no such reason.</summary>
    public static bool TryParse(string? name, out RevocationReason reason)
    {
        foreach (var candidate in Enum.GetValues<RevocationReason>())
        {
            if (string.Equals(candidate.Name(), name, StringComparison.Ordinal))
            {
                reason = candidate;
                return true;
            }
        }

        reason = default;
        return false;
    }
}
