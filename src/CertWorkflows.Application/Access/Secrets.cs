using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CertWorkflows.Application.Access;

/// <summary>How passwords, keys and refresh tokens are made, kept and compared.</summary>
public static class Secrets
{
    // OWASP's figure for PBKDF2 with HMAC-SHA-512 (2023); kept in each hash, so it can be raised.
    private const int Iterations = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Scheme = "pbkdf2-sha512";

    // What a log-in with an unknown name is checked against, so that it takes as long as one with a known name.
    private static readonly Lazy<string> Nobody = new(() => HashPassword(NewToken()));

    /// <summary>32 random bytes as URL-safe text.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a token or key that is random itself: SHA-256 in lower-case hexadecimal.</summary>
    public static string Fingerprint(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string HashPassword(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = Derive(password, salt, Iterations, HashBytes);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <summary>Whether the password is the one; a missing hash costs the same time and is never right.</summary>
    public static bool IsPassword(string password, string? hash)
    {
        var parts = (hash ?? Nobody.Value).Split('$');
        if (parts is not [Scheme, var iterations, var salt, var expected])
        {
            throw new FormatException("A stored password hash has a form that this version does not know.");
        }

        var wanted = Convert.FromBase64String(expected);
        var found = Derive(
            password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture), wanted.Length);
        return CryptographicOperations.FixedTimeEquals(found, wanted) && hash is not null;
    }

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, length);
}
