using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>
/// Keys made for applications without a CSR: files that their owner alone may read, written before the CA sees the CSR and
/// never into the database.
/// </summary>
internal sealed class KeyFolder(IOptions<CaOptions> options, IHostEnvironment host)
{
    public bool IsThere => options.Value.Acme.KeyFolder is not null;

    public static string FileName(string idempotencyKey) => $"{Fingerprint.Hex("acme-key", idempotencyKey, 16)}.key.pem";

    /// <summary>A CSR in DER for these names, with the key that this effect has or now gets.</summary>
    public async Task<byte[]> RequestAsync(string idempotencyKey, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await KeyAsync(FileName(idempotencyKey), cancellationToken));
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(CertificateChain.AlternativeNames(names, critical: true));
        return request.CreateSigningRequest();
    }

    private async Task<string> KeyAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Value.Acme.KeyFolder!, host.ContentRootPath);
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await WriteAsync(folder, file, key.ExportPkcs8PrivateKeyPem(), cancellationToken);
        }

        return await File.ReadAllTextAsync(file, cancellationToken);
    }

    private static async Task WriteAsync(string folder, string file, string pem, CancellationToken cancellationToken)
    {
        // It gets its name when it is complete: half a key, or a second one under this name, would be worse than none.
        var unfinished = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using (var stream = new FileStream(unfinished, mode))
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(pem), cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another attempt was first: its key is the key.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
