using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Inbox;
using CertWorkflows.Reviewer.Language;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Tests.Language;

public partial class TextsTests
{
    private static readonly Dictionary<string, string> English = Read(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> Chinese = Read(new CultureInfo("zh-Hans"));

    [Fact]
    public void Keys_OfBothLanguages_AreTheSame() =>
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Chinese.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Texts_OfBothLanguages_HaveTheSamePlaceholders() => Assert.All(
        English, text => Assert.Equal(Placeholders(text.Value), Placeholders(Chinese[text.Key])));

    [Fact]
    public void Texts_OfBothLanguages_AreNotEmpty() =>
        Assert.All(English.Values.Concat(Chinese.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));

    [Fact]
    public void Keys_ThatPagesName_Exist()
    {
        var used = Directory.EnumerateFiles(Source(), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => NamedKey().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["key"].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(used.Count > 60, $"Only {used.Count} keys were found: the pattern does not fit the pages any more.");
        Assert.Empty(used.Except(English.Keys));
    }

    [Fact]
    public void Refusals_OfARefund_HaveWords()
    {
        var policy = File.ReadAllText(Path.Combine(Source(), "..", "CertWorkflows.Domain", "Refunds", "RefundPolicy.cs"));
        var codes = RefusalCode().Matches(policy).Select(match => match.Groups["code"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(codes.Count > 8, $"Only {codes.Count} codes were found.");
        Assert.DoesNotContain(codes, code => !English.ContainsKey($"Case.Code.{code}"));
    }

    [Theory]
    [InlineData("order 01a21bbd-8abe-7000-8003-cfbbe8d29ebf was paid", "订单 01a21bbd-8abe-7000-8003-cfbbe8d29ebf 已支付")]
    [InlineData("refund 01a21bbd-8abe-7000 was asked for: not-needed", "申请退款 01a21bbd-8abe-7000：业务原因不再需要")]
    [InlineData("refund 01a21bbd-8abe-7000: paid", "退款 01a21bbd-8abe-7000：已付款")]
    [InlineData("package refund 01a21bbd-8abe, ticket T-1024", "套餐退款 01a21bbd-8abe，工单 T-1024")]
    [InlineData("www.a.example was switched back to 203.0.113.7", "www.a.example 已切回 203.0.113.7")]
    [InlineData("within 5 days, not issued (RF-7)", "5 天内，未签发（RF-7）")]
    [InlineData("not-needed", "业务原因不再需要")]
    [InlineData("cessationOfOperation", "网站停止运营")]
    [InlineData("certificate 01a90120-6100 was bought: carried", "已购买证书 01a90120-6100：剩余天数累加")]
    [InlineData("link 1, valid until 2026-12-04 10:10:35Z", "第 1 封确认邮件，链接有效期至 2026-12-04 10:10:35Z")]
    [InlineData("the CA signed it, valid until 2028-11-27 02:00:00Z: carried", "CA 已签发，有效期至 2028-11-27 02:00:00Z：剩余天数累加")]
    [InlineData("staff ended it: the certificate could not be replaced", "工作人员终止：证书无法替换")]
    [InlineData("a remark of 3 words: as somebody wrote it", "a remark of 3 words: as somebody wrote it")]
    [InlineData("Called twice.", "Called twice.")]
    [InlineData("a {brace} of 3: {0}", "a {brace} of 3: {0}")]
    public async Task Reasons_AreSaidInTheUsersLanguage_WhereTheyAreKnown(string said, string expected)
    {
        await using var context = new ReviewerContext();
        var texts = context.Services.GetRequiredService<IStringLocalizer<Texts>>();
        CultureInfo.CurrentUICulture = new CultureInfo("zh-Hans");
        Assert.Equal(expected, texts.Why(said));
    }

    [Fact]
    public void Keys_MadeOfEnums_Exist()
    {
        string[] made =
        [
            .. Enum.GetNames<RefundState>().Select(name => $"RefundState.{name}"),
            .. Enum.GetNames<RefundReason>().Select(name => $"Reason.{name}"),
            .. Enum.GetNames<HumanTaskState>().Select(name => $"TaskState.{name}"),
            .. Enum.GetNames<TaskPriority>().Select(name => $"Priority.{name}"),
            .. Enum.GetNames<TaskSort>().Select(name => $"Inbox.Sort.{name}"),
            .. Enum.GetNames<InboxView>().Select(name => $"Inbox.View.{name}"),
            .. Enum.GetNames<InstanceSubStatus>().Select(name => $"Instance.State.{name}"),
            .. Enum.GetNames<JournalOrder>().Select(name => $"Instance.Order.{name}"),
            .. Enum.GetNames<EffectState>().Select(name => $"Effect.State.{name}"),
            .. Enum.GetNames<ConnectorCircuit>().Select(name => $"Connector.Circuit.{name}"),
            .. Enum.GetNames<UserRole>().Select(name => $"User.Role.{name}"),
            .. Enum.GetNames<UserRole>().Select(name => $"User.Role.{name}.help"),
        ];

        Assert.Empty(made.Except(English.Keys));
    }

    [Fact]
    public void Keys_OfTheWorkflowsTasksAndTheirFacts_Exist()
    {
        var tasks = Directory.EnumerateFiles(Path.Combine(Source(), "../../workflows"), "*.json")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["root"]!["activities"]!.AsArray())
            .Where(activity => activity!["type"]!.GetValue<string>() == "CertWorkflows.HumanTask")
            .ToList();
        var kinds = tasks.Select(task => $"Kind.{Literal(task!["kind"])}");
        var outcomes = tasks.SelectMany(task => JsonNode.Parse(Literal(task!["outcomes"]))!.AsArray())
            .Select(name => $"Outcome.{JsonNamingPolicy.CamelCase.ConvertName(name!.GetValue<string>())}");
        var facts = FactName().Matches(File.ReadAllText(Path.Combine(Source(), "../CertWorkflows.Server/Endpoints/TaskFacts.cs")))
            .Select(fact => $"Fact.{fact.Groups["name"].Value}");
        Assert.True(tasks.Count > 10, $"Only {tasks.Count} tasks were found in the workflows.");
        Assert.Empty(kinds.Concat(outcomes).Concat(facts).Distinct().Except(English.Keys));

        static string Literal(JsonNode? input) => input!["expression"]!["value"]!.GetValue<string>();
    }

    [Fact]
    public async Task Reasons_OfTheWorkflows_AreSaidInChinese()
    {
        await using var context = new ReviewerContext();
        var texts = context.Services.GetRequiredService<IStringLocalizer<Texts>>();
        CultureInfo.CurrentUICulture = new CultureInfo("zh-Hans");
        var reasons = Directory.EnumerateFiles(Path.Combine(Source(), "../../workflows"), "*.json")
            .SelectMany(file => ReasonOf().Matches(File.ReadAllText(file)))
            .Select(reason => reason.Groups["says"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(reasons.Count > 20, $"Only {reasons.Count} reasons were found in the workflows.");
        Assert.DoesNotContain(reasons, reason => texts.Why(reason) == reason);
    }

    [Fact]
    public void Reasons_ForARevocation_HaveWords() => Assert.Empty(
        Enum.GetNames<RevocationReason>()
            .Select(name => $"Value.{char.ToLowerInvariant(name[0])}{name[1..]}")
            .Except(English.Keys));

    private static Dictionary<string, string> Read(CultureInfo culture) =>
        new ResourceManager(typeof(Texts)).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/CertWorkflows.Reviewer"));

    [GeneratedRegex(@"Refused\(\s*""RF-\d+"",\s*""(?<code>[a-z0-9-]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RefusalCode();

    [GeneratedRegex("""\bFact\("(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FactName();

    [GeneratedRegex("""\b(L|texts)\["(?<key>[A-Za-z][A-Za-z.\-]*)"[\],]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedKey();

    [GeneratedRegex("""
        "reason":\s*\{\s*"typeName":\s*"String",\s*"expression":\s*\{\s*"type":\s*"Literal",\s*"value":\s*"(?<says>[^"]+)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1_000)]
    private static partial Regex ReasonOf();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
