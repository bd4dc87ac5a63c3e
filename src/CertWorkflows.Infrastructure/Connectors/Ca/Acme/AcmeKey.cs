using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>An account's key: signs what we ask (ES256, RFC 7515) and names us in proofs (RFC 7638).</summary>
internal sealed class AcmeKey : IDisposable
{
    private const int CoordinateBytes = 32;
    private readonly ECDsa key = ECDsa.Create();
    private readonly Lock gate = new();
    private readonly string x;
    private readonly string y;

    public AcmeKey(string pem)
    {
        key.ImportFromPem(pem);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        (x, y) = (Coordinate(point.X!), Coordinate(point.Y!));
    }

    /// <summary>A new key, to be kept.</summary>
    public static string NewPem()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKeyPem();
    }

    public JsonObject PublicKey() => new() { ["crv"] = "P-256", ["kty"] = "EC", ["x"] = x, ["y"] = y };

    /// <summary>What a proof of a challenge says: that the one who shows it knows this account.</summary>
    public string Authorize(string token)
    {
        // The members in the order of their names and without blanks, as the thumbprint wants them.
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return $"{token}.{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
    }

    /// <summary>A flattened JWS.</summary>
    public JsonObject Sign(JsonObject header, ReadOnlySpan<byte> payload)
    {
        header["alg"] = "ES256";
        return Jws(header, payload, input =>
        {
            lock (gate)
            {
                return key.SignData(input, HashAlgorithmName.SHA256);
            }
        });
    }

    /// <summary>Our public key, signed with a key that the CA gave us, which binds the two accounts.</summary>
    public JsonObject BindTo(ExternalAccount account, Uri newAccount) => Jws(
        new JsonObject { ["alg"] = "HS256", ["kid"] = account.KeyId, ["url"] = newAccount.AbsoluteUri },
        Encoding.UTF8.GetBytes(PublicKey().ToJsonString()),
        input => HMACSHA256.HashData(Base64Url.DecodeFromChars(account.HmacKey), input));

    public void Dispose() => key.Dispose();

    private static JsonObject Jws(JsonObject header, ReadOnlySpan<byte> payload, Func<byte[], byte[]> sign)
    {
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()));
        var body = Base64Url.EncodeToString(payload);
        return new JsonObject
        {
            ["protected"] = head,
            ["payload"] = body,
            ["signature"] = Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes($"{head}.{body}"))),
        };
    }

    private static string Coordinate(byte[] number)
    {
        var padded = new byte[CoordinateBytes];
        number.CopyTo(padded, CoordinateBytes - number.Length);
        return Base64Url.EncodeToString(padded);
    }
}
