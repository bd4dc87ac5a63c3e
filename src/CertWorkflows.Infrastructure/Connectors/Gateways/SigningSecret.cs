using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CertWorkflows.Infrastructure.Connectors.Gateways;

/// <summary>A shared secret as Standard Webhooks writes it: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
internal sealed class SigningSecret
{
    public const string Form = "'whsec_' followed by 24 to 64 random bytes in base64";
    private const string Prefix = "whsec_";
    private readonly byte[] key;

    private SigningSecret(byte[] key) => this.key = key;

    public static bool TryParse(string? text, [NotNullWhen(true)] out SigningSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], buffer, out var length) || length is < 24 or > 64)
        {
            return false;
        }

        secret = new SigningSecret(buffer[..length]);
        return true;
    }

    /// <exception cref="FormatException">Not of that form.</exception>
    public static SigningSecret Parse(string? text) =>
        TryParse(text, out var secret) ? secret : throw new FormatException($"A signing secret must be {Form}.");

    /// <summary>HMAC-SHA256 over <c>prefix.timestamp.body</c>, or <c>timestamp.body</c> without a prefix.</summary>
    public byte[] Sign(string? prefix, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        var head = string.Create(CultureInfo.InvariantCulture, $"{timestamp}.");
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix is null ? head : $"{prefix}.{head}"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
