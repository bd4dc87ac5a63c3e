using CertWorkflows.Application.Access;
using CertWorkflows.Domain;

namespace CertWorkflows.Server.Endpoints;

/// <summary>A certificate's id as requests name it.</summary>
internal static class CertificateIds
{
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static CertificateId Read(string text) => CertificateId.TryParse(text, out var id)
        ? id
        : throw new InvalidInputException("certificateId", "The id of a certificate is needed.");

    /// <summary>What a list is filtered by: no certificate has the empty id, so nothing is found by it.</summary>
    public static CertificateId? Filter(Guid id) => id == Guid.Empty ? null : new CertificateId(id);
}
