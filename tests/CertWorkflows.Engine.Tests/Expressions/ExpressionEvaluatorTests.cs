using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Expressions;

public sealed class ExpressionEvaluatorTests
{
    private static readonly ExpressionEvaluator Evaluator = new(new ExpressionLimits());
    private readonly FakeScope _scope = new();

    [Theory]
    [Trait("Elsa", "E-1")]
    [Trait("Elsa", "E-7")]
    [Trait("Elsa", "E-8")]
    [Trait("Elsa", "E-9")]
    [Trait("Elsa", "E-10")]
    [Trait("Elsa", "D-12")]
    [InlineData("Literal", "5", "Int32", 5)]
    [InlineData("Literal", "[1]", "Object", "[1]")]
    [InlineData("Literal", null, "Int32", null)]
    [InlineData("Object", " ", "Object", null)]
    [InlineData("Object", "{\"a\":1}", "Object", "{\"a\":1}")]
    [InlineData("Json", "{\"a\":1}", "String", "{\"a\":1}")]
    [InlineData("Object", "7", "Int32", 7)]
    [InlineData("CSharp", "1", "Int32", null)]
    [InlineData("javascript", "1", "Int32", null)]
    [InlineData("Delegate", null, "Int32", null)]
    [InlineData("Variable", null, "Int32", null)]
    [InlineData("Variable", "nonsense", "Int32", null)]
    [InlineData("Variable", "{\"id\":\"v1\",\"name\":\"other\"}", "String", "12")]
    [InlineData("Input", "{\"name\":\"reason\"}", "String", "late")]
    [InlineData("Input", "{\"name\":\"nothing\"}", "String", null)]
    [InlineData("JavaScript", "variables.Days * 2", "Int32", 24)]
    [InlineData("Liquid", "{{ Variables.Days }}", "Int32", 12)]
    public void Expression_WhenEvaluated_GivesTheConvertedValue(string language, string? text, string type, object? expected)
    {
        _scope.Variables["Days"] = 12;
        _scope.Ids["v1"] = "Days";
        _scope.GivenInputs["Reason"] = "late";

        Assert.Equal(expected, Evaluator.Evaluate(new Expression(language, text), TypeRef.TryParse(type)!, _scope));
    }

    [Fact]
    [Trait("Elsa", "E-8")]
    public void Expression_WhenObjectTextMeetsAList_IsDeserialised() =>
        Assert.Equal(new List<object?> { 1, "a" }, Evaluator.Evaluate(
            new Expression("Object", "[1,\"a\"]"), TypeRef.ListOfObject, _scope));

    [Fact]
    [Trait("Elsa", "E-9")]
    public void Expression_WhenTheVariableIsUnknown_Fails() =>
        Assert.Contains("v9", Assert.Throws<ExpressionException>(() => Evaluator.Evaluate(
            new Expression("Variable", "{\"id\":\"v9\"}"), TypeRef.Object, _scope)).Message, StringComparison.Ordinal);

    [Fact]
    public void Expression_WhenTheResultDoesNotConvert_Fails()
    {
        var error = Assert.Throws<ExpressionException>(() => Evaluator.Evaluate(
            new Expression("Object", "[1,"), TypeRef.ListOfObject, _scope));

        Assert.IsType<ConversionException>(error.InnerException);
        Assert.Equal("Object", error.ExpressionType);
    }

    [Theory]
    [InlineData("Object", "[1,")]
    [InlineData("Elvish", "x")]
    [InlineData("JavaScript", "let let")]
    public void Check_WhenSomethingIsWrong_SaysWhat(string language, string text) =>
        Assert.Single(Evaluator.Check(new Expression(language, text)));

    [Theory]
    [InlineData("Literal", "[1,")]
    [InlineData("Object", "{\"a\":1}")]
    [InlineData("JavaScript", "")]
    [InlineData("Liquid", "{{ x }}")]
    public void Check_WhenNothingIsWrong_IsEmpty(string language, string text) =>
        Assert.Empty(Evaluator.Check(new Expression(language, text)));

    [Fact]
    [Trait("Elsa", "E-1")]
    public void Knows_WhenTheLanguageIsSpelledExactly_IsTrue()
    {
        Assert.True(Evaluator.Knows("JavaScript"));
        Assert.False(Evaluator.Knows("Javascript"));
    }
}
