namespace CertWorkflows.Domain.Renewals;

/// <summary>The validity of a certificate as X.509 writes it: whole seconds (RN-9).</summary>
/// <param name="NotBefore">When it begins.</param>
/// <param name="NotAfter">When it ends.</param>
public sealed record ServedValidity(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>When it begins, in whole seconds of UTC.</summary>
    public DateTimeOffset NotBefore { get; } = WholeSeconds(NotBefore);

    /// <summary>When it ends, in whole seconds of UTC.</summary>
    public DateTimeOffset NotAfter { get; } = WholeSeconds(NotAfter);

    /// <summary>Both dates, as a sentence may hold them.</summary>
    public override string ToString() => $"{NotBefore:u} to {NotAfter:u}";

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
