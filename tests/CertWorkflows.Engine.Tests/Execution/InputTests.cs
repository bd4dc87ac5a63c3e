using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class InputTests
{
    [Theory]
    [InlineData(null, "default|default", false)]
    [InlineData("null", "null|default", false)]
    [InlineData("\"plain\"", "plain|plain", true)]
    [InlineData("3", "3|3", true)]
    [InlineData("""{"expression":{"type":"Literal","value":"x"}}""", "null|default", false)]
    [InlineData("""{"typeName":"String"}""", "null|default", false)]
    [InlineData("""{"typeName":"String","expression":{"value":"x"}}""", "null|default", false)]
    [InlineData("""{"typeName":"String","expression":{"type":null,"value":"x"}}""", "x|x", true)]
    [InlineData("""{"typeName":"Gone","expression":{"type":"Literal","value":true}}""", "True|True", true)]
    [InlineData("""{"typeName":"String","expression":{"type":"Literal","value":null}}""", "null|null", true)]
    [InlineData("""{"typeName":"String","expression":{"type":"Klingon","value":"x"}}""", "null|default", true)]
    [InlineData("""{"typeName":"String","expression":{"type":"JavaScript","value":"null"}}""", "null|null", true)]
    [Trait("Elsa", "D-12")]
    public async Task Input_InEachForm_IsReadAsTheSpecificationSays(string? json, string expected, bool isGiven)
    {
        var activity = Activity("Test.Inputs", "X");
        if (json is not null)
        {
            activity["plain"] = JsonNode.Parse(json);
            activity["dagger"] = JsonNode.Parse(json);
        }

        var runner = new Runner(Definition(activity), [new InputsActivity()]);
        await runner.StartAsync();
        Assert.Equal($"{expected}|{isGiven}", runner.Printed);
    }

    [Fact]
    [Trait("Elsa", "E-2")]
    public async Task Inputs_WhenActivityIsResumed_AreEvaluatedAgain()
    {
        var activity = Activity("Test.Inputs", "X", ("waits", true), ("plain", Script("variables.n = variables.n + 1, String(variables.n)")));
        var runner = new Runner(Definition(activity, ("variables", new JsonArray(Variable("n", "Int32", "0")))), [new InputsActivity()]);
        await runner.StartAsync();
        await runner.ResumeAsync(runner.Bookmarks[0]);
        Assert.Equal("2|default|True", runner.Printed);
    }

    private sealed class InputsActivity : Activity
    {
        public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder("Test.Inputs", "Test")
            .Input("Plain", TypeRef.String, defaultValue: "default")
            .Input("Dagger", TypeRef.String, defaultValue: "default", defaultReplacesNull: true)
            .Input("Waits", TypeRef.Boolean, wrapped: false)
            .Build();

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            if (!context.Input<bool>("Waits"))
                return new(Show(context));
            context.Wait(new BookmarkRequest { Name = "Test.Inputs" });
            return new(ActivityResult.Wait);
        }

        public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
            => new(Show(context));

        private static ActivityResult Show(ActivityContext context)
        {
            context.WriteLine($"{context.Input("Plain") ?? "null"}|{context.Input("Dagger") ?? "null"}|{context.HasInput("Plain")}");
            return ActivityResult.Done;
        }
    }
}
