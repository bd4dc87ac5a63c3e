using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Names;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Hostings;

/// <summary>
/// Starts a bought, unused hosting for a certificate in the turn that starts <c>certificate-hosting</c> (BL-4). A refused request
/// throws with the rule, and nothing is stored.
/// </summary>
/// <param name="host">Where to look whether a new certificate is served; null for its first name.</param>
/// <param name="version">The version of the certificate that the caller saw; null for whichever it is.</param>
public sealed class HostingOpening(CertificateId certificateId, string? host, int port, long? version) : ICaseOpening
{
    /// <summary>The workflow that hosts.</summary>
    public const string DefinitionId = "certificate-hosting";

    /// <summary>The certificate, once <see cref="OpenAsync"/> has run.</summary>
    public Certificate? Certificate { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        Certificate = await turn.CertificateAsync(certificateId, cancellationToken);
        Cases.SeenVersions.EnsureVersion(Certificate, "certificate", version);
        if (HostingCase.Refusal(Certificate, turn.Now, turn.Calendar) is { } refusal)
        {
            throw refusal;
        }

        var id = await Unused(turn.Db, Certificate).Select(h => (HostingId?)h.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw NoneBought(Certificate);
        var hosting = await turn.LoadAsync<Hosting>(id, "hosting", cancellationToken);
        HostingCase.Start(hosting, Certificate, new HostingRequest(turn.InstanceId, Host(), port, turn.Actor, turn.Now), turn.Calendar);
        turn.WorksOn(CaseKinds.Hosting, hosting.Id.Value);
    }

    /// <summary>What can be started for a certificate: first what was bought for it, then the oldest.</summary>
    public static IQueryable<Hosting> Unused(WorkflowDb db, Certificate certificate) => db.Hostings
        .Where(h => h.CustomerId == certificate.CustomerId && h.State == HostingState.Bought
            && (h.IntendedFor == null || h.IntendedFor == certificate.Id))
        .OrderBy(h => h.IntendedFor == null).ThenBy(h => h.PaidAt).ThenBy(h => h.Id);

    /// <summary>What is said where nothing can be started for a certificate.</summary>
    public static DomainException NoneBought(Certificate certificate) => new(
        "no-hosting-bought",
        $"Customer '{certificate.CustomerId}' has no unused hosting for this certificate; order '{Orders.Products.Hosting}'.",
        "BL-4");

    private string? Host()
    {
        if (port is < 1 or > 65535)
        {
            throw new InvalidInputException("port", "1 to 65535 is possible.");
        }

        if (string.IsNullOrWhiteSpace(host))
        {
            return null;
        }

        var name = CertifiedName.Read(host, out var problem);
        return name is { IsWildcard: false }
            ? name.Value
            : throw new InvalidInputException("host", problem ?? $"'{host}' stands for many names; one is needed.");
    }
}
