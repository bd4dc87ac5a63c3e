using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Whether the audit trail is what it was.</summary>
internal static class AuditChainEndpoints
{
    private const int HashLength = 64;

    public static void MapAuditChain(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit/verification", VerifyAsync).WithTags("Operations").ForAuditors().DisableRequestTimeout()
            .WithSummary("Reads the whole audit trail and compares it with its seals.");

    private static async Task<Ok<AuditVerificationDto>> VerifyAsync(string? hash, AuditChain chain, CancellationToken cancellationToken)
    {
        if (hash is not null && (hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit)))
        {
            throw new InvalidInputException("hash", "The hash of a seal is needed: 64 hexadecimal digits.");
        }

        var verdict = await chain.VerifyAsync(hash?.ToLowerInvariant(), cancellationToken);
        return TypedResults.Ok(new AuditVerificationDto
        {
            Intact = verdict.Broken is null && verdict.KnownHashFound is not false,
            SealedRecords = verdict.Sealed,
            UnsealedRecords = verdict.Broken is null ? verdict.Unsealed : null,
            LastSeal = verdict.Last is { } last ? ToDto(last) : null,
            BrokenSeal = verdict.Broken is { } broken ? ToDto(broken) : null,
            Problem = verdict.Why,
            HashFound = verdict.KnownHashFound,
        });
    }

    private static AuditSealDto ToDto(AuditSeal seal) => new()
    {
        Number = seal.Number,
        At = seal.At,
        Records = seal.Records,
        LastRecordId = seal.LastRecordId.ToString(),
        Hash = seal.Hash,
    };
}
