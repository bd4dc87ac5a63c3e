using System.Net.Mime;
using System.Security.Cryptography;
using CertWorkflows.Infrastructure.Connectors.Ca.Acme;
using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// What anybody may fetch, at the places where other programs look for it: the sandbox CA's certificates and CRL, and the
/// proofs that an ACME CA wants to see.
/// </summary>
internal static class PublicFiles
{
    private const string Pem = "application/x-pem-file";
    private const string DerCertificate = "application/pkix-cert";
    private const string DerCrl = "application/pkix-crl";

    public static void MapPublicFiles(this WebApplication app)
    {
        app.MapGet("/.well-known/acme-challenge/{token}", ProofAsync).AllowAnonymous().ExcludeFromDescription();
        if (!app.Services.GetRequiredService<SandboxPublications>().IsOn)
        {
            return;
        }

        var sandbox = app.MapGroup(SandboxPublications.BasePath).AllowAnonymous().ExcludeFromDescription();
        sandbox.MapGet("/root.pem", async (SandboxPublications ca, CancellationToken token) =>
            TypedResults.Text((await ca.RootAsync(token)).ExportCertificatePem(), Pem));
        sandbox.MapGet("/issuer.pem", async (SandboxPublications ca, CancellationToken token) =>
            TypedResults.Text((await ca.IssuerAsync(token)).ExportCertificatePem(), Pem));
        sandbox.MapGet("/issuer.der", async (SandboxPublications ca, CancellationToken token) =>
            TypedResults.Bytes((await ca.IssuerAsync(token)).RawData, DerCertificate));
        sandbox.MapGet("/crl.der", async (SandboxPublications ca, CancellationToken token) =>
            TypedResults.Bytes(await ca.CrlAsync(token), DerCrl));
        sandbox.MapGet("/crl.pem", async (SandboxPublications ca, CancellationToken token) =>
            TypedResults.Text(AsPem(await ca.CrlAsync(token)), Pem));
    }

    private static string AsPem(byte[] crl) => PemEncoding.WriteString("X509 CRL", crl) + "\n";

    private static async Task<Results<ContentHttpResult, NotFound>> ProofAsync(
        string token, AcmeOrders orders, CancellationToken cancellationToken) =>
        await orders.ProofAsync(token, cancellationToken) is { } proof
            ? TypedResults.Text(proof, MediaTypeNames.Application.Octet)
            : TypedResults.NotFound();
}
