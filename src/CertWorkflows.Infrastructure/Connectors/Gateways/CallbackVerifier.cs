using System.Globalization;
using System.Security.Cryptography;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>
/// Tells genuine callbacks by Standard Webhooks' scheme: <c>webhook-signature</c> holds <c>v1,base64</c> entries of
/// HMAC-SHA256 over <c>id.timestamp.body</c>. A replay within the tolerance is genuine too: it names an effect that is
/// already done, and changes nothing. Registered once for each gateway, keyed by the names below.
/// </summary>
public sealed class CallbackVerifier
{
    /// <summary>Key of the payment gateway's.</summary>
    public const string OfPayments = "payments";

    /// <summary>Key of the certification authority's.</summary>
    public const string OfCa = "ca";

    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const int MostSignatures = 10;
    private const string Version = "v1,";
    private readonly SigningSecret[] secrets;
    private readonly TimeSpan tolerance;
    private readonly TimeProvider time;

    internal CallbackVerifier(SignedGatewayOptions options, TimeProvider time)
    {
        secrets = [.. options.CallbackSecrets.Select(SigningSecret.Parse)];
        tolerance = options.CallbackTolerance;
        this.time = time;
    }

    /// <summary>Checks a callback before anything of its body is read.</summary>
    /// <param name="body">The bytes as received: formatting them anew breaks the signature.</param>
    public CallbackCheck Check(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body)
    {
        if (secrets.Length == 0)
        {
            return CallbackCheck.NotConfigured;
        }

        if (string.IsNullOrEmpty(id) || id.Length > 256 || id.Contains('.', StringComparison.Ordinal)
            || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return CallbackCheck.Malformed;
        }

        // Compared as numbers of seconds: any number may come from outside, not every one is an instant.
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (Math.Abs((decimal)now - seconds) > (decimal)tolerance.TotalSeconds)
        {
            return CallbackCheck.OutsideTolerance;
        }

        var genuine = false;
        foreach (var secret in secrets)
        {
            genuine |= AnyFits(secret.Sign(id, seconds, body), signatures);
        }

        return genuine ? CallbackCheck.Genuine : CallbackCheck.WrongSignature;
    }

    private static bool AnyFits(ReadOnlySpan<byte> expected, string signatures)
    {
        var fits = false;
        Span<byte> given = stackalloc byte[32];
        foreach (var entry in signatures.Split(' ', MostSignatures + 1).Take(MostSignatures))
        {
            fits |= entry.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(entry.AsSpan(Version.Length), given, out var length)
                && CryptographicOperations.FixedTimeEquals(expected, given[..length]);
        }

        return fits;
    }
}
