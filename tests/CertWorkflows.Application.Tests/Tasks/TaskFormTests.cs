using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;

namespace CertWorkflows.Application.Tests.Tasks;

public sealed class TaskFormTests
{
    private const string Form =
        """{"type":"object","additionalProperties":false,"required":["reason"],"properties":{"reason":{"type":"string","minLength":3},"kind":{"enum":["a","b"]}}}""";

    [Fact]
    public async Task Check_WhenTheDataFits_Passes() =>
        await TaskForm.CheckAsync(ATask.With(form: Form), "Approve", Data("""{"reason":"fine","kind":"a"}"""), Token);

    [Theory]
    [InlineData("""{}""", "data.reason", "is required")]
    [InlineData("""{"reason":"x"}""", "data.reason", "must have at least 3 characters")]
    [InlineData("""{"reason":"fine","kind":"c"}""", "data.kind", "must be one of: a, b")]
    [InlineData("""{"reason":"fine","more":1}""", "data.more", "is not a field of the form")]
    public async Task Check_WhenTheDataDoesNotFit_SaysWhereAndWhy(string data, string path, string why)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await TaskForm.CheckAsync(ATask.With(form: Form), "Approve", Data(data), Token));
        Assert.Contains(why, refused.Errors[path]);
    }

    [Fact]
    public async Task Check_WhenTheOutcomeIsNotOffered_NamesThoseThatAre()
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await TaskForm.CheckAsync(ATask.With(), "Maybe", null, Token));
        Assert.Contains("Approve, Reject", Assert.Single(refused.Errors["outcome"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public void Checked_WhenTheFormIsNoObject_Refuses(string form) =>
        Assert.Throws<InvalidOperationException>(() => TaskForm.Checked(form));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static JsonObject Data(string json) => JsonNode.Parse(json)!.AsObject();
}
