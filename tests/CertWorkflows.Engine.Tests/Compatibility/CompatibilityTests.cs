using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CertWorkflows.Engine.Activities;
using CertWorkflows.TestKit;

namespace CertWorkflows.Engine.Tests.Compatibility;

/// <summary>
/// The table in docs/elsa-compatibility.md: written from rows.json and from the tests, which say by
/// <c>[Trait("Elsa", "A-7")]</c> which rule of the specification they prove. No row without a test.
/// </summary>
public sealed partial class CompatibilityTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<IReadOnlyList<Section>> Sections = new(() =>
        JsonSerializer.Deserialize<List<Section>>(File.ReadAllText(Path.Combine(Here(), "rows.json")), Options)!);

    private static readonly Lazy<IReadOnlyList<Proof>> Proofs = new(() => [.. FindProofs()]);

    private static readonly Lazy<IReadOnlyDictionary<string, int>> CasesOfRules = new(() => Proofs.Value
        .SelectMany(proof => proof.Rules.Select(rule => (rule, proof.Cases)))
        .GroupBy(pair => pair.rule, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Cases), StringComparer.Ordinal));

    [Fact]
    public void Table_OfRowsAndTests_IsTheDocument() =>
        Golden.MatchesFile(Print(), Path.Combine(Root(), "docs", "elsa-compatibility.md"));

    [Fact]
    public void Row_WhateverItSays_HasATestOfEachOfItsRules()
    {
        var without = Sections.Value.SelectMany(section => section.Rows)
            .Where(row => row.Verdict != "open")
            .SelectMany(row => row.Rules.Where(rule => !CasesOfRules.Value.ContainsKey(rule)).Select(rule => $"{row.Name}: {rule}"))
            .ToList();
        Assert.True(without.Count == 0, "Rows without a test of the rule they cite: " + string.Join(", ", without));
    }

    [Fact]
    public void Row_WhenItDiffersOrRefuses_SaysHowAndWhy() => Assert.All(
        Sections.Value.SelectMany(section => section.Rows),
        row =>
        {
            Assert.Contains(row.Verdict, Verdicts.Keys);
            Assert.True(row.Verdict == "same" || !string.IsNullOrWhiteSpace(row.Note), row.Name);
        });

    [Fact]
    public void Activity_OfTheRegistry_HasARow()
    {
        var names = Sections.Value.SelectMany(section => section.Rows).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(BuiltInActivities.All, activity => Assert.Contains(activity.Descriptor.TypeName, names));
    }

    [Fact]
    public void ConformanceCases_OfAllTests_AreAtLeast150() =>
        Assert.True(Proofs.Value.Sum(proof => proof.Cases) >= 150, $"{Proofs.Value.Sum(proof => proof.Cases)} cases");

    private static readonly Dictionary<string, string> Verdicts = new(StringComparer.Ordinal)
    {
        ["same"] = "same as Elsa",
        ["differs"] = "differs",
        ["refused"] = "refused",
        ["open"] = "not yet: refused at publish",
    };

    private static string Print()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # What an Elsa 3.8 definition does here

            Written by a test (`CompatibilityTests`) from `rows.json` beside it and from the tests themselves; do not edit by hand. *Rules* are the numbers of the
            compatibility specification that the project was built from; *cases* is how many test cases say that they prove one of them. A case that proves several
            rules counts in each row. All in all {Proofs.Value.Sum(proof => proof.Cases)} cases prove {CasesOfRules.Value.Count} rules.

            """);
        foreach (var section in Sections.Value)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n| | here | rules | cases |\n| --- | --- | --- | ---: |\n");
            foreach (var row in section.Rows)
            {
                var cases = row.Rules.Sum(rule => CasesOfRules.Value.GetValueOrDefault(rule));
                var verdict = Verdicts[row.Verdict] + (row.Note is null ? "" : $": {row.Note}");
                text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {verdict} | {string.Join(", ", row.Rules)} | {cases} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The tests of all projects that name a rule, themselves or by their class: a theory has a case for each line of inline data.</summary>
    private static IEnumerable<Proof> FindProofs()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "tests"), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file).ReplaceLineEndings("\n");
            var ofAll = Trait().Matches(text).Where(rule => text[rule.Index - 2] == '\n').Select(rule => rule.Groups["id"].Value).ToList();
            foreach (Match test in Attributes().Matches(text).Where(attributes => IsTest().IsMatch(attributes.Value)))
            {
                List<string> rules = [.. ofAll, .. Trait().Matches(test.Value).Select(rule => rule.Groups["id"].Value).Except(ofAll)];
                if (rules.Count > 0)
                {
                    yield return new Proof(rules, Math.Max(1, InlineData().Count(test.Value)));
                }
            }
        }
    }

    private static string Here([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;

    private static string Root() => Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>The attributes in front of one test.</summary>
    [GeneratedRegex(@"(^ +\[[^\n]*\n|^ +[^\s\[/}][^\n]*\]\n|^ +""[^\n]*\n)+(?= +public )", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^ +\[(Fact|Theory|Property)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex IsTest();

    [GeneratedRegex(@"^ +\[InlineData", RegexOptions.Multiline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex InlineData();

    [GeneratedRegex("""Trait\("Elsa", "(?<id>[A-Z]+-\d+a?)"\)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Trait();

    private sealed record Proof(IReadOnlyList<string> Rules, int Cases);

    private sealed record Section(string Title, IReadOnlyList<Row> Rows);

    private sealed record Row(string Name, IReadOnlyList<string> Rules, string Verdict, string? Note = null);
}
