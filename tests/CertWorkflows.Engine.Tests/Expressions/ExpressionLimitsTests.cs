using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

/// <summary>Each limit is on by default and can be set: what breaks the lowered one runs under the default, and a larger need breaks that.</summary>
public sealed class ExpressionLimitsTests
{
    private static readonly ExpressionLimits Roomy = new() { Timeout = TimeSpan.FromSeconds(20) };

    public static TheoryData<string, string> Lowered => new()
    {
        { "statements", "for (var i = 0; i < 500; i++) { } i" },
        { "recursion", "function f(n) { return n ? f(n - 1) : 0 } f(50)" },
        { "memory", "var a = []; for (var i = 0; i < 20000; i++) a.push('x' + i); a.length" },
        { "output", "'x'.repeat(5000)" },
        { "array", "new Array(500).fill(1).length" },
        { "length", "/* " + new string(' ', 500) + " */ 1" },
    };

    [Theory]
    [MemberData(nameof(Lowered))]
    [Trait("Elsa", "E-11")]
    [Trait("Elsa", "E-18")]
    public void Script_WhenALimitIsLowered_BreaksItAndRunsUnderTheDefault(string limit, string script)
    {
        var lowered = limit switch
        {
            "statements" => Roomy with { MaxStatements = 100 },
            "recursion" => Roomy with { MaxRecursion = 10 },
            "memory" => Roomy with { MemoryBytes = 1024 * 1024 },
            "output" => Roomy with { MaxOutputCharacters = 1_000 },
            "array" => Roomy with { MaxArrayLength = 100 },
            _ => Roomy with { MaxExpressionCharacters = 100 },
        };

        Assert.Throws<ExpressionException>(() => Run(script, lowered));
        Run(script, Roomy);
    }

    [Theory]
    [InlineData("for (;;) { }", "statements|longer")]
    [InlineData("function f() { return f() } f()", "deep")]
    [InlineData("var a = []; for (;;) a.push('x'.repeat(1000))", "memory|allowed|statements|longer|array")]
    [InlineData("'x'.repeat(1000001)", "characters")]
    [InlineData("/(x+x+)+y/.test('x'.repeat(60))", "regular expression")]
    [Trait("Elsa", "E-18")]
    public void Script_UnderTheDefaults_BreaksALimitThatTheMessageNames(string script, string words)
    {
        var message = Assert.Throws<ExpressionException>(() => Run(script, new ExpressionLimits())).Message;

        Assert.Contains(words.Split('|'), word => message.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Elsa", "E-11")]
    public void Script_WhenTheTimeIsLowered_StopsSoon() =>
        Assert.Contains("10 ms", Assert.Throws<ExpressionException>(() => Run(
            "for (;;) { }", Roomy with { Timeout = TimeSpan.FromMilliseconds(10), MaxStatements = 100_000_000 })).Message, StringComparison.Ordinal);

    [Fact]
    public void RegularExpression_WhenItsTimeIsLowered_SaysWhich() =>
        Assert.Contains("5 ms", Assert.Throws<ExpressionException>(() => Run(
            "/(x+x+)+y/.test('x'.repeat(60))", Roomy with { RegexTimeout = TimeSpan.FromMilliseconds(5) })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ 'abcdefghij' | append: 'x' }}{% for i in (1..500) %}abc{% endfor %}")]
    [InlineData("{% for i in (1..11) %}{% endfor %}")]
    public void Template_WhenALimitIsLowered_BreaksItAndRunsUnderTheDefault(string template)
    {
        Assert.Throws<ExpressionException>(() => Run(template, Roomy with { MaxOutputCharacters = 1_000, MaxLiquidIterations = 10 }, "Liquid"));
        Run(template, Roomy, "Liquid");
    }

    private static object? Run(string text, ExpressionLimits limits, string language = "JavaScript") =>
        new ExpressionEvaluator(limits).Evaluate(new Expression(language, text), TypeRef.Object, new FakeScope());
}
