using System.Globalization;
using System.Text.Json;

namespace CertWorkflows.Benchmarks.Inbox;

/// <summary>A task as people would have it: what it is about, whose it is, since when and until when. The same seed makes the same ones.</summary>
internal sealed class MadeUpTask
{
    /// <summary>How many people hold and complete tasks; the first of them log in.</summary>
    public const int People = 60;

    private const int OpenDays = 30;
    private const int ClosedDays = 1_095;

    private static readonly (string Group, string Kind, string? Case, string Title, string[] Outcomes, int Share)[] Kinds =
    [
        ("refunds", "refund-review", "refund", "Refund of {0} CNY: {1}, {2}", ["Approve", "Reject"], 40),
        ("refunds", "package-refund-review", "package-refund", "套餐退款 {0} 元：{2}", ["Approve", "Reject"], 15),
        ("certificates", "certificate-application", "certificate-application", "Look at the application: {1}, {2}", ["Done"], 12),
        ("certificates", "renewal-mismatch", "renewal", "续费信息不一致：{1}，{2}", ["Correct", "Cancel"], 8),
        ("customer-care", "customer-care", "refund", "Help wanted: {1}, {2}", ["Helped", "NotReached"], 12),
        ("customer-care", "revocation-forced", "revocation", "强制吊销 {1}：{2}", ["Approve", "Reject"], 6),
        ("operators", "payment-failed", "refund", "Payment failed: refund of {0} CNY to {2}", ["Retry"], 5),
        ("supervisors", "complaint", null, "投诉：{2}", ["Done"], 2),
    ];

    private static readonly string[] Products =
        ["GeoTrust DV", "GeoTrust EV", "DigiCert OV", "DigiCert OV wildcard", "GlobalSign DV", "GlobalSign EV", "CFCA OV", "Digicert 免费DV证书"];

    private static readonly string[] Places = ["北京", "上海", "杭州", "深圳", "广州", "成都", "南京", "武汉", "西安", "苏州", "厦门", "青岛", "长沙", "重庆", "天津", "宁波"];
    private static readonly string[] Names = ["云帆", "海纳", "星河", "瑞丰", "启明", "鼎盛", "华信", "天成", "博远", "嘉禾", "金桥", "永泰", "新宇", "蓝海", "佳和", "东方", "中科", "百川", "万象", "明德"];
    private static readonly string[] Trades = ["科技", "网络", "信息技术", "电子商务", "软件", "贸易", "医疗", "教育", "物流", "传媒"];
    private static readonly string[] First = ["Northern", "Blue", "Harbour", "Summit", "Cedar", "Lotus", "Pacific", "Golden", "Silver", "Jade", "Maple", "Orchid", "River", "Stone", "Bright", "Swift"];
    private static readonly string[] Second = ["Bridge", "Field", "Gate", "Lane", "Peak", "Point", "Ridge", "Shore", "Spring", "Star", "Tower", "Valley", "Wave", "Works", "Yard", "Hill"];
    private static readonly string[] Forms = ["Ltd", "Trading", "Logistics", "Software", "Media", "Labs", "Foods", "Textiles"];

    public static string Form { get; } = """
        {"type":"object","additionalProperties":false,"properties":{"reason":{"type":"string","title":"Reason","description":"The customer sees it; needed to reject.","maxLength":1000,"x-multiline":true}}}
        """.Trim();

    public required string Title { get; init; }

    public required string Kind { get; init; }

    public required string Group { get; init; }

    public string? EscalatedTo { get; init; }

    public required string Outcomes { get; init; }

    public required int Priority { get; init; }

    public string? Assignee { get; init; }

    public string? CaseKind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The decision of a closed task.</summary>
    public string? Outcome { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public static string Person(int number) => $"person-{number.ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>A task that is open now, or one that was completed in the last three years.</summary>
    public static MadeUpTask Create(Random random, DateTimeOffset now, bool open)
    {
        var kind = Pick(random);
        var created = now - TimeSpan.FromDays((open ? OpenDays : ClosedDays) * random.NextDouble());
        DateTimeOffset? due = random.Next(8) == 0 ? null : created + TimeSpan.FromDays(2 + (21 * random.NextDouble()));
        var escalated = due is not null && due < now.AddDays(3) && random.Next(4) == 0;
        var closed = created + TimeSpan.FromDays(10 * random.NextDouble());
        return new MadeUpTask
        {
            Title = string.Format(CultureInfo.InvariantCulture, kind.Title, random.Next(100, 99_999) / 10m, Products[random.Next(Products.Length)], Company(random)),
            Kind = kind.Kind,
            Group = kind.Group,
            EscalatedTo = open && escalated ? "supervisors" : null,
            Outcomes = JsonSerializer.Serialize(kind.Outcomes),
            Priority = escalated ? 80 : random.Next(10) == 0 ? 70 : 50,
            Assignee = open && random.Next(5) < 2 ? null : Person(random.Next(People)),
            CaseKind = kind.Case,
            CreatedAt = created,
            DueAt = due,
            Outcome = open ? null : kind.Outcomes[random.Next(kind.Outcomes.Length)],
            ClosedAt = open ? null : closed < now ? closed : now,
        };
    }

    /// <summary>A customer; in half of the cases a Chinese one.</summary>
    public static string Company(Random random) => random.Next(2) == 0
        ? $"{Places[random.Next(Places.Length)]}{Names[random.Next(Names.Length)]}{Trades[random.Next(Trades.Length)]}有限公司"
        : $"{First[random.Next(First.Length)]} {Second[random.Next(Second.Length)]} {Forms[random.Next(Forms.Length)]}";

    /// <summary>A name that people search for: two characters.</summary>
    public static string ShortName(Random random) => Names[random.Next(Names.Length)];

    /// <summary>A word that many titles have.</summary>
    public static string Product(Random random) => Products[random.Next(Products.Length)].Split(' ')[0].ToLowerInvariant();

    private static (string Group, string Kind, string? Case, string Title, string[] Outcomes, int Share) Pick(Random random)
    {
        var left = random.Next(Kinds.Sum(kind => kind.Share));
        return Kinds.First(kind => (left -= kind.Share) < 0);
    }
}
