using System.Security.Cryptography;
using System.Text;

namespace CertWorkflows.Infrastructure.Connectors;

/// <summary>Names derived from an idempotency key, so that a repeated attempt makes the same ones.</summary>
internal static class Fingerprint
{
    public static byte[] Of(string purpose, string idempotencyKey) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{idempotencyKey}"));

    public static string Hex(string purpose, string idempotencyKey, int bytes) =>
        Convert.ToHexStringLower(Of(purpose, idempotencyKey).AsSpan(0, bytes));
}
