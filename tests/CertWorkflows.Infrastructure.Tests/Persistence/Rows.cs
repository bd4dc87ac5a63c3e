using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>Small builders of rows; ids are made from a number, so that a failure names them.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private static readonly Domain.Calendar.BusinessCalendar Calendar =
        Domain.Calendar.BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    public static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:x12}");

    public static WorkflowInstance Instance(int id) => new()
    {
        Id = Id(id),
        DefinitionId = "refund-review",
        DefinitionVersionId = "refund-review:1",
        DefinitionVersion = 1,
        Status = "Running",
        SubStatus = "Suspended",
        State = """{"v":1}""",
        StartedBy = "caller",
        CreatedAt = Now,
        UpdatedAt = Now,
        Version = 1,
    };

    public static Deadline Deadline(int id, DateTimeOffset dueAt) => new()
    {
        Id = Id(id),
        InstanceId = Id(1_000_000 + id),
        DueAt = dueAt,
        Purpose = "Delay",
        ActivityId = "wait",
    };

    public static Effect Effect(int id, DateTimeOffset? nextAttemptAt, string? key = null, string kind = "mail") => new()
    {
        Id = Id(id),
        InstanceId = Id(1_000_000 + id),
        Kind = kind,
        IdempotencyKey = key ?? $"key-{id}",
        Payload = """{"to":"a@example.com"}""",
        NextAttemptAt = nextAttemptAt,
        CreatedAt = Now,
        Version = 1,
    };

    public static HumanTask Task(int id) => new()
    {
        Id = Id(id),
        InstanceId = Id(1_000_000 + id),
        BookmarkId = Id(2_000_000 + id),
        ActivityId = "review",
        DefinitionId = "refund-review",
        Title = "Review the refund",
        Kind = "refund-review",
        Group = "refunds",
        Form = "{}",
        Outcomes = """["Approve","Reject"]""",
        Excluded = "[]",
        Priority = 50,
        CreatedAt = Now,
        Version = 1,
    };

    public static Certificate Certificate(int id) => Domain.Certificates.Certificate.Buy(
        new CertificatePurchase(
            new CertificateId(Id(id)),
            new OrderId(Id(1)),
            new CustomerId("customer-1"),
            "上海示例有限公司",
            "owner@example.com",
            "13800000000",
            new CertificateSpec("GeoTrust", ValidationLevel.OV, Wildcard: true, Domains: 2, Years: 1, FreeDv: false),
            PackageId: null,
            Now,
            new Money(958.10m),
            new Money(0.01m),
            PaymentChannel.Alipay,
            "owner@alipay"),
        Calendar,
        "caller");
}
