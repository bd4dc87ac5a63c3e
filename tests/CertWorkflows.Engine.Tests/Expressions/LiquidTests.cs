using System.Diagnostics;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class LiquidTests
{
    private static readonly ExpressionEvaluator Evaluator = new(new ExpressionLimits { Timeout = TimeSpan.FromSeconds(3) });
    private readonly FakeScope _scope = new();

    public LiquidTests()
    {
        _scope.Variables["Name"] = "Ann <b>";
        _scope.Variables["Count"] = 3;
        _scope.Variables["Amount"] = 1234567.891;
        _scope.Variables["Flag"] = true;
        _scope.Variables["Due"] = new DateTimeOffset(2024, 3, 1, 10, 5, 7, TimeSpan.FromHours(2));
        _scope.Variables["Order"] = new Dictionary<string, object?> { ["Id"] = 7, ["Lines"] = new List<object?> { "a", "b" } };
        _scope.Variables["Rows"] = new List<object?>
        {
            new Dictionary<string, object?> { ["K"] = "a", ["N"] = 1 },
            new Dictionary<string, object?> { ["K"] = "b", ["N"] = 2 },
            new Dictionary<string, object?> { ["K"] = "c", ["N"] = 3 },
        };
        _scope.GivenInputs["Reason"] = "late";
    }

    [Theory]
    [Trait("Elsa", "E-21")]
    [Trait("Elsa", "E-22")]
    [Trait("Elsa", "E-23")]
    [InlineData("  ", null)]
    [InlineData("Hello {{ Variables.Name }}!", "Hello Ann <b>!")]
    [InlineData("{{ Variables.name }}{{ Variables.Nobody.x }}{{ Nothing }}", "")]
    [InlineData("{{ Input.Reason }}", "late")]
    [InlineData("{{ CorrelationId }} {{ WorkflowDefinitionId }} {{ WorkflowDefinitionVersionId }}", "corr def def-3")]
    [InlineData("{{ WorkflowDefinitionVersion }} {{ WorkflowInstanceId }}", "3 inst")]
    [InlineData("{{ Variables.Flag }} {{ Variables.Amount }} {{ Variables.Count }}", "true 1234567.891 3")]
    [InlineData("{{ Variables.Due }}", "2024-03-01 08:05:07Z")]
    [InlineData("[{{ Variables.Order }}]", "[]")]
    [InlineData("{{ Variables.Order.Id }}{{ Variables.Order.Lines[1] }}{{ Variables.Order.Lines.size }}", "7b2")]
    [InlineData("{% for l in Variables.Order.Lines %}{{ l }};{% endfor %}", "a;b;")]
    [InlineData("{% for p in Variables.Order %}{{ p[0] }},{% endfor %}", "Id,Lines,")]
    [InlineData("{% if Variables.Count > 2 and Variables.Flag %}yes{% else %}no{% endif %}", "yes")]
    [InlineData("{{ Variables.Order | json }}", "{\"Id\":7,\"Lines\":[\"a\",\"b\"]}")]
    [InlineData("{{ Variables.Order | keys | join: '+' }}", "Id+Lines")]
    [InlineData("{{ Variables.Due | date: '%Y-%m-%d %H:%M' }}", "2024-03-01 10:05")]
    [InlineData("{{ 'now' | date: '%Y-%m-%d' }}", "2026-03-01")]
    [InlineData("{{ '2024-03-01' | date: '%d.%m.%y' }}", "01.03.24")]
    [InlineData("{{ Variables.Nobody | default: 'x' }}{{ Variables.Name | default: 'x' }}", "xAnn <b>")]
    [InlineData("{{ 'abc' | base64 }}", "YWJj")]
    [InlineData("{{ 'abc' | no_such_filter: 5 | upcase }}", "ABC")]
    [InlineData("{{ 'a' | append: 'b' | prepend: 'c' | replace: 'a', 'x' }}", "cxb")]
    [InlineData("{{ 'a,b' | split: ',' | join: '-' }}{{ Variables.Order.Lines | join }}", "a-ba b")]
    [InlineData("{{ 'hello world' | capitalize }}", "Hello world")]
    [InlineData("{{ Variables.Count | plus: 1 | times: 2.5 }}", "10")]
    [InlineData("{{ 7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }} {{ 7 | modulo: 4 }} {{ 'x' | minus: 1 }}", "3 3.5 3 -1")]
    [InlineData("{% capture x %}{{ Variables.Count }}!{% endcapture %}{{ x }}", "3!")]
    [InlineData("{% assign y = 'q' %}{{ y }}{% raw %}{{ y }}{% endraw %}{% comment %}z{% endcomment %}", "q{{ y }}")]
    [InlineData("{{ 'abc' | base64_encode }}{{ 'YWJj' | base64_decode }}{{ 'a?>' | base64_url_safe_encode }}", "YWJjabcYT8-")]
    [InlineData("{{ 'YT8-' | base64_url_safe_decode }}{{ 'A b_C!' | handleize }}{{ Variables.Name | raw }}", "a?>a-b-cAnn <b>")]
    [InlineData("{{ 'abab' | remove_last: 'b' }} {{ 'abab' | replace_last: 'a', 'x' }} {{ 'abab' | remove_first: 'a' | remove: 'b' }}", "aba abxb a")]
    [InlineData("{{ 'abc' | md5 }}", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("{{ 'abc' | sha1 }}", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("{{ 'abc' | sha256 | slice: 0, 8 }}", "ba7816bf")]
    [InlineData("{{ 1234.5 | format_number: 'N2' }} {{ Variables.Due | format_date: 'dd.MM.yyyy' }}", "1,234.50 01.03.2024")]
    [InlineData("{{ Variables.Due | time_zone: 'Asia/Shanghai' | date: '%H:%M' }}", "16:05")]
    [InlineData("{{ Variables.Rows | where: 'K', 'b' | map: 'N' | join }} {{ Variables.Rows | reject: 'K', 'b' | map: 'N' | join }}", "2 1 3")]
    [InlineData("{% assign f = Variables.Rows | find: 'K', 'c' %}{{ f.N }} {{ Variables.Rows | find_index: 'K', 'c' }} {{ Variables.Rows | has: 'K', 'z' }}", "3 2 false")]
    [InlineData("{{ Variables.Rows | map: 'N' | sum }} {{ Variables.Rows | map: 'N' | reverse | first }} {{ Variables.Rows | map: 'N' | last }}", "6 3 3")]
    [InlineData("{{ 'b,a,b' | split: ',' | uniq | sort | join: '' }}{{ 'B,a' | split: ',' | sort_natural | join: '' }}{{ 'a' | split: ',' | concat: Variables.Order.Lines | join: '' }}", "abaBaab")]
    [InlineData("{{ 'a b c' | truncatewords: 2 }} {{ 'abcdefg' | truncate: 5 }} {{ ' x ' | strip }}{{ ' x' | lstrip }}{{ 'x ' | rstrip }}", "a b... ab... xxx")]
    [InlineData("{{ '<b>&' | escape }} {{ '&lt;<' | escape_once }} {{ '<i>x</i>' | strip_html }} {{ 'a b&' | url_encode }} {{ 'a+b%26' | url_decode }}", "&lt;b&gt;&amp; &lt;&lt; x a+b%26 a b&")]
    [InlineData("{{ -3 | abs }} {{ 5 | at_least: 7 }} {{ 5 | at_most: 3 }} {{ 1.2 | ceil }} {{ 1.8 | floor }} {{ 1.26 | round: 1 }} {{ 'A' | downcase }}", "3 7 3 2 1 1.3 a")]
    public void Template_WhenRendered_GivesItsText(string template, string? expected) =>
        Assert.Equal(expected, Run(template));

    [Theory]
    [Trait("Elsa", "E-21")]
    [InlineData("{{ Variables.Name")]
    [InlineData("{% bogus %}")]
    [InlineData("{% if %}")]
    [InlineData("{% for %}{% endfor %}")]
    public void Template_WhenItDoesNotParse_RendersItsErrorMessage(string template)
    {
        var expression = new Expression("Liquid", template);

        Assert.Equal(Evaluator.Check(expression)[0], Run(template));
        Assert.NotEqual("", Run(template));
    }

    [Theory]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..18) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..18) %}{% assign s = s | append: s %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..18) %}{% assign s = s | prepend: s %}{% endfor %}")]
    [InlineData("{% assign s = 'aaaaaaaaaa' %}{% for i in (1..3) %}{% assign s = s | replace: 'a', s %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..16) %}{% assign s = s | append: s %}{% endfor %}{{ s }}{{ s }}")]
    public void Template_WhenItsTextGrowsTooLong_SaysSo(string template) =>
        Assert.Contains(
            "more than 1000000 characters",
            Assert.Throws<ExpressionException>(() => Run(template)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{% for i in (1..1000000) %}a{% endfor %}")]
    [InlineData("{% for i in (1..3000) %}{% for j in (1..3000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..40) %}{% assign s = s | replace: 'a', s %}{% endfor %}")]
    [InlineData("{% assign s = 'abcdefghij' %}{% for i in (1..40) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}")]
    [InlineData("{{ 5 | divided_by: 0 }}")]
    public void Template_WhenItBreaksALimitOrFails_FailsSoon(string template)
    {
        var clock = Stopwatch.StartNew();

        Assert.Throws<ExpressionException>(() => Run(template));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("{% if true %}", 2_000)]
    [InlineData("{% if true and ", 1)]
    public void Template_WhenNestedWithoutEnd_RendersAMessage(string start, int times)
    {
        var text = string.Concat(Enumerable.Repeat(start, times))
            + string.Concat(Enumerable.Repeat(times == 1 ? "true and " : "{% endif %}", 2_000)) + "true %}{% endif %}";

        Assert.Contains("more than", Assert.IsType<string>(Run(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Template_WhenUsedByManyThreads_RendersEachScope() => Parallel.For(0, 500, i =>
    {
        var scope = new FakeScope();
        scope.Variables["N"] = i;
        Assert.Equal($"n{i}", Evaluator.Evaluate(
            new Expression("Liquid", "{% assign n = Variables.N %}n{{ n }}"), TypeRef.String, scope));
    });

    private object? Run(string template) =>
        Evaluator.Evaluate(new Expression("Liquid", template), TypeRef.Object, _scope);
}
