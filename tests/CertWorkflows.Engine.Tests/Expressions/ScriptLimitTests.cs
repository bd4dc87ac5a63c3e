using System.Diagnostics;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class ScriptLimitTests
{
    private static readonly ExpressionEvaluator Evaluator =
        new(new ExpressionLimits { Timeout = TimeSpan.FromMilliseconds(500) });

    [Theory]
    [InlineData("for (;;) { }")]
    [InlineData("while (true) 'x'.repeat(1)")]
    [InlineData("while (true) [1, 2].join()")]
    [InlineData("var a = [1]; for (var x of a) a.push(1)")]
    [InlineData("function f() { return f() + 1 } f()")]
    [InlineData("var o = { get a() { return this.a } }; o.a")]
    [InlineData("var o = { toString() { return '' + this } }; '' + o")]
    [InlineData("var a = []; for (;;) a.push({ a: 1, b: 'x' })")]
    [InlineData("'x'.repeat(500000000)")]
    [InlineData("'x'.padEnd(500000000)")]
    [InlineData("'x'.padStart(500000000)")]
    [InlineData("'x'['rep' + 'eat'](500000000)")]
    [InlineData("var s = 'x'; for (var i = 0; i < 40; i++) s += s; s")]
    [InlineData("var s = 'x'.repeat(1000000); s.concat(s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s,s)")]
    [InlineData("var s = 'x'.repeat(1000000); new Array(500).fill(s).join('')")]
    [InlineData("var s = 'x'.repeat(1000000); '' + new Array(500).fill(s)")]
    [InlineData("var s = 'x'.repeat(1000000); `${[new Array(500).fill(s)]}`")]
    [InlineData("var s = 'x'.repeat(1000000); new Array(500).fill(s).toLocaleString()")]
    [InlineData("var s = 'x'.repeat(1000000); JSON.stringify(new Array(500).fill(s))")]
    [InlineData("var a = ['x'.repeat(1000)]; for (var i = 0; i < 40; i++) a = [a, a]; JSON.stringify(a)")]
    [InlineData("var a = ['x'.repeat(1000)]; for (var i = 0; i < 40; i++) a = [a, a]; a.toString()")]
    [InlineData("var a = ['x'.repeat(1000)]; for (var i = 0; i < 40; i++) a = [a, a]; a")]
    [InlineData("var s = 'x'.repeat(1000000); s.replaceAll('x', 'y'.repeat(300))")]
    [InlineData("var s = 'x'.repeat(1000000); s.replace(/x/g, 'y'.repeat(300))")]
    [InlineData("var s = 'x'.repeat(100000); s.replace(/x+/, '$&'.repeat(1000))")]
    [InlineData("'\\uFDFA'.repeat(2000000).normalize('NFKD')")]
    [InlineData("new Array(4294967295).map(x => 1)")]
    [InlineData("[...new Array(4294967295)]")]
    [InlineData("Math.max.apply(null, { length: 100000000 })")]
    [InlineData("String.fromCharCode.apply(null, { length: 1e8 })")]
    [InlineData("Object.keys('x'.repeat(30000000)).length")]
    [InlineData("new Uint8Array(2000000000).length")]
    [InlineData("new Uint8Array({ length: 2e9 }).length")]
    [InlineData("new ArrayBuffer(8, { maxByteLength: 2000000000 }).resize(2000000000)")]
    [InlineData("new (new Uint8Array(1).constructor)(2000000000).length")]
    [InlineData("class A extends Float64Array { } new A(2000000000).length")]
    [InlineData("var x = 3n; for (var i = 0; i < 27; i++) x *= x; 1")]
    [InlineData("2n ** 100000000n")]
    [InlineData("'x'.repeat(60).match(/(x+x+)+y/)")]
    [InlineData("'a'.repeat(28).replace(/(a+)+b/g, '')")]
    [InlineData("new RegExp('(x+x+)+y').test('x'.repeat(60))")]
    [InlineData("new Function('return 1')()")]
    [InlineData("eval('1')")]
    [InlineData("(() => { }).constructor('return 1')()")]
    [InlineData("new Promise(() => { })")]
    [InlineData("(async () => { throw new Error('x') })()")]
    [InlineData("Promise.resolve().then(function f() { return Promise.resolve().then(f) })")]
    [InlineData("var a = []; a[0] = a; a")]
    [InlineData("var a = []; for (var i = 0; i < 5000; i++) a = [a]; a")]
    [InlineData("throw { toString() { for (;;); } }")]
    [InlineData("throw new Proxy({}, { get() { for (;;); } })")]
    [InlineData("'x'.repeat(2000000)")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)")]
    [InlineData("import('fs')")]
    public void Script_WhenItBreaksALimit_FailsSoon(string script)
    {
        var clock = Stopwatch.StartNew();

        Assert.Throws<ExpressionException>(() => Run(script));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("!", "")]
    [InlineData("1 + ", "")]
    [InlineData("a => ", "")]
    public void Script_WhenNestedWithoutEnd_FailsToParse(string before, string after)
    {
        var script = string.Concat(Enumerable.Repeat(before, 9_000)) + "1" + string.Concat(Enumerable.Repeat(after, 9_000));

        Assert.Throws<ExpressionException>(() => Run(script));
    }

    [Fact]
    public void Script_WhenLongerThanAllowed_IsRefused() =>
        Assert.Contains("100001 characters", Assert.Throws<ExpressionException>(
            () => Run(new string(' ', 100_000) + "1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Limits_WhenOutOfRange_AreAllListed()
    {
        var error = Assert.Throws<ArgumentException>(() => new ExpressionEvaluator(
            new ExpressionLimits { MaxStatements = 0, Timeout = TimeSpan.Zero }));

        Assert.Contains("MaxStatements", error.Message, StringComparison.Ordinal);
        Assert.Contains("Timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_WhenManyScriptsCome_StaysBounded()
    {
        var cache = new BoundedCache<string>(10);

        for (var i = 0; i < 1_000; i++)
        {
            cache.GetOrAdd("hot", key => key);
            cache.GetOrAdd($"cold {i}", key => key);
            Assert.InRange(cache.Count, 1, 10);
        }

        Assert.Equal("hot", cache.GetOrAdd("hot", _ => "made again"));
    }

    private static object? Run(string script) =>
        Evaluator.Evaluate(new Expression("JavaScript", script), TypeRef.Object, new FakeScope());
}
