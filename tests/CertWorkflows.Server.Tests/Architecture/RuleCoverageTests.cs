using System.Text.RegularExpressions;

namespace CertWorkflows.Server.Tests.Architecture;

/// <summary>Every business rule is cited by a test: <c>rule-ids.txt</c> has the ids of rules.md.</summary>
public sealed partial class RuleCoverageTests
{
    private static readonly string[] Ids = File.ReadAllLines(Path.Combine(Repository.Root, "tests/CertWorkflows.Server.Tests/Architecture/rule-ids.txt"));

    [Fact]
    public void Rules_OfTheList_AreEachATraitOfATest()
    {
        var cited = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => RuleTrait().Matches(File.ReadAllText(file)).Select(match => match.Groups["id"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Ids.Except(cited));
        Assert.Empty(cited.Except(Ids));
    }

    [Fact]
    public void List_BesideTheRules_HasEachOfTheirIds()
    {
        var rules = Path.Combine(Repository.Root, "../shared/domain/rules.md");
        Assert.SkipUnless(File.Exists(rules), "rules.md is not beside the checkout.");
        Assert.Equal(RuleId().Matches(File.ReadAllText(rules)).Select(id => id.Value).Distinct().Order(StringComparer.Ordinal), Ids.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""Trait\("Rule", "(?<id>[^"]+)"\)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RuleTrait();

    [GeneratedRegex(@"\b(?:T|BL|EX|RN|RF|PK|RV)-\d+\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RuleId();
}
