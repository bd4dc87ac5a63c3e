using CertWorkflows.Domain;

namespace CertWorkflows.Application.Revocations;

/// <summary>Which revocation a link that was sent belongs to. What the link is still good for, the revocation says.</summary>
public sealed class ConfirmationLink
{
    /// <summary>Of the link's token, which is kept nowhere.</summary>
    public required string Hash { get; init; }

    public RevocationId RevocationId { get; init; }

    public DateTimeOffset SentAt { get; init; }
}
