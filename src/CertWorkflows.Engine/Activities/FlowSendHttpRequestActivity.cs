using System.Globalization;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowSendHttpRequest: calls a URL and leaves by its status code .</summary>
internal sealed class FlowSendHttpRequestActivity : Activity
{
    private const string Unmatched = "Unmatched status code";
    private const string NoConnection = "Failed to connect";
    private const string Timeout = "Timeout";
    private static readonly TypeRef Codes = TypeRef.TryParse("List<Int32>")!;

    public override ActivityDescriptor Descriptor { get; } = HttpExchange.Outputs(WithCodes(HttpExchange.Inputs(
            new DescriptorBuilder("Elsa.FlowSendHttpRequest", "HTTP", "HTTP Request (flow)", "Sends an HTTP request."))))
        .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(HttpExchange.Request(context));

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var answer = HttpExchange.Receive(context);
        return new(Leave(context, answer));
    }

    public override IEnumerable<string> Outcomes(ActivityNode node) => OutcomesOf(node);

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) => HttpExchange.Check(node);

    /// <summary>The input and outcomes by which a request leaves by its status code.</summary>
    internal static DescriptorBuilder WithCodes(DescriptorBuilder builder) => builder
        .Input(
            "ExpectedStatusCodes",
            Codes,
            "Status codes that have an outcome of their own.",
            new List<int> { 200 },
            true,
            hint: UiHints.DynamicOutcomes,
            options: UiHints.FixedOutcomes(Unmatched, NoConnection, Timeout, "Done"),
            displayName: "Expected Status Codes")
        .Outcomes(Unmatched, NoConnection, Timeout, "Done")
        .Kind(ActivityKind.Task);

    internal static ActivityResult Leave(ActivityContext context, HttpAnswer answer)
    {
        if (answer.Failure is not null)
            return ActivityResult.Outcome(answer.Failure == HttpAnswer.TimedOut ? Timeout : NoConnection);
        var expected = context.Input<List<int>>("ExpectedStatusCodes") ?? [];
        var code = answer.Status!.Value;
        return expected.Count == 0
            ? ActivityResult.Done
            : ActivityResult.Outcomes([expected.Contains(code) ? code.ToString(CultureInfo.InvariantCulture) : Unmatched, "Done"]);
    }

    internal static IEnumerable<string> OutcomesOf(ActivityNode node)
    {
        var input = node.FindInput("ExpectedStatusCodes");
        List<int> codes = input switch
        {
            { Expression: { Type: "Literal" or "Object" or "Json" } expression } => Read(expression.Value),
            { Expression: null, Constant: List<int> constant } => constant,
            _ => [],
        };
        return codes.Select(code => code.ToString(CultureInfo.InvariantCulture)).Concat([Unmatched, NoConnection, Timeout, "Done"]).Distinct();
    }

    private static List<int> Read(object? value)
    {
        try
        {
            return (List<int>?)ValueConversion.Convert(value, Codes) ?? [];
        }
        catch (ConversionException)
        {
            // E-4: the activity faults when it runs; its outcomes are those that are always there
            return [];
        }
    }
}
