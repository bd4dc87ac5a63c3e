using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class ScriptTests
{
    private static readonly ExpressionEvaluator Evaluator = new(new ExpressionLimits { Timeout = TimeSpan.FromSeconds(20) });
    private readonly FakeScope _scope = new();

    [Theory]
    [Trait("Elsa", "E-11")]
    [Trait("Elsa", "E-12")]
    [InlineData("1 + 1", 2.0)]
    [InlineData("return 5", 5.0)]
    [InlineData("'a' + 1", "a1")]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("undefined", null)]
    [InlineData("   ", null)]
    [InlineData("async function f() { return 7 } f()", 7.0)]
    [InlineData("Promise.resolve('x')", "x")]
    [InlineData("var t = ''; for (const c of 'abc') t = c + t; t", "cba")]
    [InlineData("(function () { return 1 })", null)]
    [InlineData("JSON.stringify({ a: [1, 'x'] })", "{\"a\":[1,\"x\"]}")]
    [InlineData("'a-b'.replaceAll('-', '+').repeat(2).concat('!', 1)", "a+ba+b!1")]
    [InlineData("'a1b2'.replace(/\\d/g, '<$&>')", "a<1>b<2>")]
    [InlineData("[1, [2, 3]].join(';') + [4, 5]", "1;2,34,5")]
    [InlineData("typeof console + typeof require + typeof input + typeof setTimeout", "undefinedundefinedundefinedundefined")]
    [InlineData("new Uint8Array([1, 2]) instanceof Uint8Array", true)]
    [InlineData("new Uint8Array(4).length + Uint8Array.from([1, 2]).length", 6.0)]
    [Trait("Elsa", "E-13")]
    public void Script_WhenEvaluated_GivesItsCompletionValue(string script, object? expected) =>
        Assert.Equal(expected, Run(script));

    [Theory]
    [Trait("Elsa", "E-14")]
    [Trait("Elsa", "E-15")]
    [Trait("Elsa", "E-17")]
    [Trait("Elsa", "E-19")]
    [Trait("Elsa", "E-20")]
    [InlineData("getWorkflowDefinitionId()", "def")]
    [InlineData("getWorkflowDefinitionVersionId()", "def-3")]
    [InlineData("getWorkflowDefinitionVersion()", 3.0)]
    [InlineData("getWorkflowInstanceId()", "inst")]
    [InlineData("getCorrelationId()", "corr")]
    [InlineData("setCorrelationId('c2'); getCorrelationId()", "c2")]
    [InlineData("setWorkflowInstanceName('n2'); getWorkflowInstanceName()", "n2")]
    [InlineData("getVariable('Amount')", 12.5)]
    [InlineData("getVariable('amount')", null)]
    [InlineData("getVariable('Items').map(x => x + 1).join()", "2,3")]
    [InlineData("setVariable('Amount', '7,5'); getVariable('Amount')", 75.0)]
    [InlineData("getInput('REASON')", "late")]
    [InlineData("getInput('none')", null)]
    [InlineData("getOutputFrom('Ask')", "yes")]
    [InlineData("getOutputFrom('Ask', 'Count')", 3.0)]
    [InlineData("getLastResult()", "last")]
    [InlineData("isNullOrWhiteSpace(' ') && isNullOrEmpty('') && !isNullOrEmpty(' ')", true)]
    [InlineData("toJson({ a: 'ü', b: [1, null] })", "{\"a\":\"ü\",\"b\":[1,null]}")]
    [InlineData("parseGuid('00000001-0000-0000-0102-030405060708').toString()", "00000001-0000-0000-0102-030405060708")]
    [InlineData("newGuid().toString()", "00000001-0000-0000-0102-030405060708")]
    [InlineData("newGuidString() + getGuidString()", "00000001-0000-0000-0102-03040506070800000002-0000-0000-0102-030405060708")]
    [InlineData("newShortGuid() + '|' + getShortGuid()", "AQAAAAAAAAABAgMEBQYHCA|AgAAAAAAAAABAgMEBQYHCA")]
    [InlineData("bytesToString(bytesFromString('hé'))", "hé")]
    [InlineData("bytesToBase64(bytesFromString('abc'))", "YWJj")]
    [InlineData("bytesToString(bytesFromBase64('YWJj'))", "abc")]
    [InlineData("stringToBase64('abc') + stringFromBase64('YWJj')", "YWJjabc")]
    [InlineData("streamToBase64(bytesFromString('abc')) + bytesToString(streamToBytes(bytesFromString('d')))", "YWJjd")]
    [InlineData("LogPersistenceMode.Exclude", "Exclude")]
    [InlineData("JSON.stringify(new HttpHeaders({ a: 'b' })) + new Downloadable({ Filename: 'x' }).Filename", "{\"a\":\"b\"}x")]
    [InlineData("typeof new HttpResilienceStrategy() + typeof new ExpandoObject() + typeof new JsonObject()", "objectobjectobject")]
    [InlineData("typeof moment + typeof _ + typeof workflow + typeof context + typeof output", "undefinedundefinedundefinedundefinedundefined")]
    [InlineData("getAmount() + 1", 13.5)]
    [InlineData("setAmount(3); getAmount()", 3.0)]
    [InlineData("getReason()", "late")]
    [InlineData("getCountFromAsk()", 3.0)]
    [InlineData("globalThis['get' + 'Amount']()", 12.5)]
    [InlineData("typeof getmy_var", "undefined")]
    [InlineData("try { getOutputFrom('Nobody') } catch (e) { e.message }", "Activity not found.")]
    [InlineData("TimeSpan.fromHours(2).totalMinutes", 120.0)]
    [InlineData("new TimeSpan(1, 2, 3).toString()", "01:02:03")]
    [InlineData("Guid.NewGuid().toString()", "00000001-0000-0000-0102-030405060708")]
    [InlineData("typeof new Random().next()", "number")]
    [InlineData("new Random(5).next() === new Random(5).next()", true)]
    [InlineData("typeof setOutcome", "undefined")]
    public void Script_WhenItCallsAGlobalFunction_GetsTheScopesAnswer(string script, object? expected)
    {
        FillScope();

        Assert.Equal(expected, Run(script));
    }

    [Theory]
    [Trait("Elsa", "E-14")]
    [InlineData("getConfig('a')")]
    [InlineData("getSecret('a')")]
    [InlineData("createEventTriggerUrl('a')")]
    public void Script_WhenAFunctionNeedsAMissingModule_SaysSo(string script) =>
        Assert.Contains("is not available", Fails(script).Message, StringComparison.Ordinal);

    [Fact]
    [Trait("Elsa", "E-14")]
    public void Script_WhenOutcomesAreAllowed_HandsThemBack()
    {
        var one = new ScriptArguments { AllowOutcomes = true };
        var several = new ScriptArguments { AllowOutcomes = true };

        Run("setOutcome('Paid')", one);
        Run("setOutcomes(['A', 'B'])", several);

        Assert.Equal(["Paid"], one.Outcomes!);
        Assert.Equal(["A", "B"], several.Outcomes!);
    }

    [Fact]
    [Trait("Elsa", "E-15")]
    public void Script_WhenNoArgumentsAreGiven_SeesAnEmptyObject() => Assert.Null(Run("args.item"));

    [Fact]
    [Trait("Elsa", "E-15")]
    public void Script_WhenArgumentsAreGiven_SeesThemAsArgs()
    {
        var arguments = new ScriptArguments { Values = new Dictionary<string, object?> { ["item"] = 5 } };

        Assert.Equal(6.0, Run("args.item + 1", arguments));
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenItReadsAVariable_WritesTheSameValueBack()
    {
        var items = new List<int> { 1, 2 };
        _scope.Variables["x"] = 123456789012345678.91m;
        _scope.Variables["items"] = items;
        _scope.Variables["untouched"] = 1;

        Run("variables.x > 5 && variables.items.length");

        Assert.Equal(["x", "items"], _scope.Writes);
        Assert.Equal(123456789012345678.91m, _scope.Variables["x"]);
        Assert.Same(items, _scope.Variables["items"]);
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenItAssignsAVariable_ConvertsToTheVariablesType()
    {
        _scope.Variables["n"] = 1;
        _scope.Types["n"] = TypeRef.Int32;

        Run("variables.n = '7'; variables.fresh = [1]");

        Assert.Equal(7, _scope.Variables["n"]);
        Assert.Equal(new object?[] { 1.0 }, _scope.Variables["fresh"]);
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenItChangesANestedObject_TheChangeStays()
    {
        _scope.Variables["o"] = new Dictionary<string, object?> { ["a"] = new List<object?> { 1 }, ["b"] = 2L };

        Run("variables.o.a.push(5)");

        var changed = Assert.IsType<Dictionary<string, object?>>(_scope.Variables["o"]);
        Assert.Equal(new object?[] { 1.0, 5.0 }, changed["a"]);
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenAVariableIsOnlyReachedByIndex_IsUndefined()
    {
        _scope.Variables["x"] = 1;

        Assert.Equal("undefined", Run("typeof variables['x'] + ''"));
        Assert.Equal(1.0, Run("/* variables.x */ variables['x']"));
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenSetVariableRuns_TheVariablesObjectFollows()
    {
        _scope.Variables["x"] = 1;

        Assert.Equal(9.0, Run("setVariable('x', 9); variables.x"));
        Assert.Equal(9.0, _scope.Variables["x"]);
    }

    [Fact]
    [Trait("Elsa", "E-16")]
    public void Script_WhenAVariableHasAnInputsName_IsNotWrittenBack()
    {
        _scope.Variables["Reason"] = 1;
        _scope.GivenInputs["Reason"] = 2;

        Run("variables.Reason = 5");

        Assert.Empty(_scope.Writes);
    }

    [Fact]
    [Trait("Elsa", "E-18")]
    public void Script_WhenItThrows_WritesNothingBack()
    {
        _scope.Variables["x"] = 1;

        var error = Fails("variables.x = 2;\nthrow new TypeError('no')");

        Assert.Equal("TypeError: no", error.Message);
        Assert.Equal("JavaScript", error.ExpressionType);
        Assert.Equal(1, _scope.Variables["x"]);
    }

    [Fact]
    [Trait("Elsa", "E-18")]
    public void Script_WhenItDoesNotParse_NamesThePlace()
    {
        var error = Fails("1 +\n  * 2");

        Assert.Equal(2, error.Line);
        Assert.Equal(3, error.Column);
        Assert.NotEmpty(Evaluator.Check(new Expression("JavaScript", "1 +\n  * 2")));
        Assert.Empty(Evaluator.Check(new Expression("JavaScript", "1 + 2")));
    }

    [Fact]
    public void Script_WhenTheScopeFails_TheFailurePassesUnchanged()
    {
        _scope.FailsOnGuid = true;

        Assert.Throws<InvalidTimeZoneException>(() => Run("try { newGuid() } catch (e) { } 5"));
    }

    [Theory]
    [InlineData("Date.now()", 1772359507000.0)]
    [InlineData("new Date().toISOString()", "2026-03-01T10:05:07.000Z")]
    [InlineData("new Date().getHours()", 10.0)]
    [InlineData("typeof Temporal", "undefined")]
    [InlineData("DateTime.UtcNow.toISOString() + DateTime.Today.getTime()", "2026-03-01T10:05:07.000Z1772323200000")]
    [InlineData("DateTimeOffset.Now.toString()", "03/01/2026 10:05:07 +00:00")]
    public void Script_WhenItAsksForTheTime_GetsTheTurns(string script, object expected) =>
        Assert.Equal(expected, Run(script));

    [Fact]
    public void Script_WhenItAsksForARandomNumber_GetsTheTurns()
    {
        var expected = new Random(42).NextDouble();

        Assert.Equal(expected, Run("Math.random()"));
        Assert.NotEqual(expected, Run("Math['ran' + 'dom']()"));
    }

    [Theory]
    [Trait("Elsa", "E-12")]
    [InlineData("5", "Int32", 5)]
    [InlineData("5", "String", "5")]
    [InlineData("newGuid()", "String", "00000001-0000-0000-0102-030405060708")]
    public void Result_WhenAnotherTypeIsWanted_IsConverted(string script, string type, object expected) =>
        Assert.Equal(
            expected, Evaluator.Evaluate(new Expression("JavaScript", script), TypeRef.TryParse(type)!, _scope));

    [Fact]
    [Trait("Elsa", "E-12")]
    public void Result_WhenDateBytesOrObject_HasItsNetType()
    {
        Assert.Equal(DateTime.UnixEpoch, Run("new Date(0)"));
        Assert.Equal(DateTimeKind.Utc, ((DateTime)Run("new Date(0)")!).Kind);
        Assert.Equal(new byte[] { 1, 2 }, Run("new Uint8Array([1, 2])"));
        Assert.Equal(new System.Numerics.BigInteger(5), Run("5n"));
        var entries = Assert.IsType<Dictionary<string, object?>>(Run("({ a: [1, { b: null }] })"));
        Assert.Equal(1.0, Assert.IsType<object?[]>(entries["a"])[0]);
    }

    [Fact]
    public void Evaluations_WhenManyRunAtOnce_DoNotShareTimeOrLimits()
    {
        Parallel.For(0, 200, i =>
        {
            var scope = new FakeScope { Now = DateTimeOffset.UnixEpoch.AddDays(i) };
            scope.Variables["x"] = i;
            var script = "var s = 0; for (var i = 0; i < 5000; i++) s++; variables.x * 1e9 + Date.now() / 86400000";
            Assert.Equal((i * 1e9) + i, Evaluator.Evaluate(new Expression("JavaScript", script), TypeRef.Object, scope));
        });
    }

    private void FillScope()
    {
        _scope.Variables["Amount"] = 12.5m;
        _scope.Types["Amount"] = TypeRef.Decimal;
        _scope.Variables["Items"] = new List<object?> { 1, 2 };
        _scope.Variables["my_var"] = 1;
        _scope.GivenInputs["Reason"] = "late";
        _scope.Outputs[("Ask", "Result")] = "yes";
        _scope.Outputs[("Ask", "Count")] = 3;
        _scope.LastResult = "last";
    }

    private object? Run(string script, ScriptArguments? arguments = null) =>
        Evaluator.Evaluate(new Expression("JavaScript", script), TypeRef.Object, _scope, arguments);

    private ExpressionException Fails(string script) => Assert.Throws<ExpressionException>(() => Run(script));
}
