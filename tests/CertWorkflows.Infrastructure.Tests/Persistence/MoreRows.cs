using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>Rows that fewer tests need.</summary>
internal static class MoreRows
{
    public static User User(int id, string username) => new()
    {
        Id = Rows.Id(id),
        Username = username,
        DisplayName = username,
        PasswordHash = "hash",
        Roles = ["reviewer"],
        Groups = ["refunds"],
        SecurityStamp = "stamp",
        CreatedAt = Rows.Now,
    };

    public static ApiKey Key(int id, string name) => new()
    {
        Id = Rows.Id(id),
        Name = name,
        Hash = $"hash-{id}",
        Prefix = "cw_",
        Roles = ["caller"],
        CreatedBy = "admin",
        CreatedAt = Rows.Now,
    };

    public static StoredAnswer Answer(string caller, string key) => new()
    {
        Caller = caller,
        Key = key,
        RequestHash = "hash",
        Status = 201,
        Body = "{}",
        CreatedAt = Rows.Now,
    };

    public static DefinitionVersion Definition(string id, int version) => new()
    {
        Id = id,
        DefinitionId = "refund-review",
        Version = version,
        Json = "{}",
        CreatedBy = "analyst",
        CreatedAt = Rows.Now,
    };

    public static Refund OpenRefund(int id, Certificate certificate) => RefundCase.Open(
        new RefundRequest(
            new RefundId(Rows.Id(id)),
            Rows.Id(500 + id),
            RefundReason.Blocked,
            RefundChannel.Ticket,
            "caller",
            Rows.Now,
            "blocked since monday",
            new Assistance(Wanted: true, "ding_1", "13800000000"),
            ApprovalsNeeded: 2),
        certificate,
        new RefundAssessment(
            RefundOutcome.Manual, "RF-8", "manual-review", certificate.Cash, ["may-not-finish-before-expiry"], Rows.Now.AddDays(21), "Manual review."));
}
