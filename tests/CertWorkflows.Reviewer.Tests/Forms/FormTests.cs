using System.Text.Json;
using Bunit;
using CertWorkflows.Reviewer.Forms;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Tests.Forms;

public class FormTests
{
    private static readonly IReadOnlyList<FormField> Fields = FormSchema.Read(JsonDocument.Parse(Recorded.Form).RootElement);

    [Theory]
    [InlineData("reason", FieldKind.MultiLine, "textarea", null)]
    [InlineData("account", FieldKind.Text, "input", "text")]
    [InlineData("contact", FieldKind.Text, "input", "email")]
    [InlineData("amount", FieldKind.Number, "input", "text")]
    [InlineData("days", FieldKind.Integer, "input", "text")]
    [InlineData("checked", FieldKind.Boolean, "input", "checkbox")]
    [InlineData("severity", FieldKind.Choice, "select", null)]
    [InlineData("level", FieldKind.Choice, "select", null)]
    [InlineData("day", FieldKind.Date, "input", "date")]
    [InlineData("when", FieldKind.Instant, "input", "datetime-local")]
    [InlineData("extra", FieldKind.Json, "textarea", null)]
    public async Task Property_WhenRendered_IsALabelledControlOfItsKind(string name, FieldKind kind, string element, string? type)
    {
        await using var context = new ReviewerContext();
        var field = Fields.Single(one => one.Name == name);

        var input = context.Render<FormInput>(parameters => parameters
            .Add(input => input.Field, field)
            .Add(input => input.Value, field.Initial)
            .Add(input => input.Error, "wrong"));

        var control = input.Test($"field-{name}");
        Assert.Equal(kind, field.Kind);
        Assert.Equal(element, control.LocalName);
        Assert.Equal(type, control.GetAttribute("type"));
        Assert.Equal(control.Id, input.Find("label").GetAttribute("for"));
        Assert.Equal(field.Required, input.Find("label").TextContent.EndsWith('*'));
        Assert.Equal(input.Test($"field-{name}-error").Id, control.GetAttribute("aria-describedby"));
    }

    [Fact]
    public void Answers_WhenFilledIn_BecomeTypedData()
    {
        var answers = Answers(
            ("reason", "fine"), ("amount", "958.12"), ("checked", "true"), ("severity", "\"high\""), ("level", "2"), ("day", "2021-04-25"),
            ("when", "2021-04-25T18:00"), ("extra", """{"a":[1]}"""));

        Assert.True(answers.TryRead(out var data, out _));
        Assert.Equal(
            """
            {"reason":"fine","amount":958.12,"days":3,"checked":true,"severity":"high","level":2,"day":"2021-04-25","when":"2021-04-25T10:00:00Z","extra":{"a":[1]}}
            """.Trim(),
            data.GetRawText());
    }

    [Theory]
    [InlineData("reason", "", "Form.Required")]
    [InlineData("severity", "", "Form.Required")]
    [InlineData("account", "ab", "Form.TooShort")]
    [InlineData("account", "abcdefghijklmnopqrstuvwxyz", "Form.TooLong")]
    [InlineData("account", "ABC", "Form.Malformed")]
    [InlineData("amount", "much", "Form.NotANumber")]
    [InlineData("amount", "1,5", "Form.NotANumber")]
    [InlineData("amount", "-0.01", "Form.TooSmall")]
    [InlineData("amount", "1000.01", "Form.TooGreat")]
    [InlineData("days", "1.5", "Form.NotWhole")]
    [InlineData("day", "2021-02-30", "Form.NotADate")]
    [InlineData("when", "tomorrow", "Form.NotADate")]
    [InlineData("extra", "{", "Form.NotJson")]
    public void Answer_WhenWrong_IsToldByField(string name, string text, string error)
    {
        var answers = Answers(("reason", "fine"), ("severity", "\"low\""), (name, text));

        Assert.False(answers.TryRead(out _, out var errors));
        Assert.Equal(KeyValuePair.Create(name, error), Assert.Single(errors));
    }

    [Theory]
    [InlineData("amount", "0")]
    [InlineData("amount", "1000")]
    [InlineData("account", "abc")]
    public void Answer_AtTheEdge_IsAccepted(string name, string text) =>
        Assert.True(Answers(("reason", "fine"), ("severity", "\"low\""), (name, text)).TryRead(out _, out _));

    [Theory]
    [InlineData("data.reason", "reason")]
    [InlineData("/data/reason", "reason")]
    [InlineData("$.reason", "reason")]
    [InlineData("reason", "reason")]
    [InlineData("data", "data")]
    [InlineData("", "")]
    public void ErrorPath_WhenMapped_NamesTheField(string path, string field) => Assert.Equal(field, FormAnswers.FieldOf(path));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"properties":[]}""")]
    public void Schema_WithoutProperties_HasNoFields(string schema) =>
        Assert.Empty(FormSchema.Read(JsonDocument.Parse(schema).RootElement));

    private static FormAnswers Answers(params (string Name, string Text)[] texts)
    {
        var answers = new FormAnswers(Fields, new BusinessTime("Asia/Shanghai"));
        foreach (var (name, text) in texts)
        {
            answers[Fields.Single(field => field.Name == name)] = text;
        }

        return answers;
    }
}
