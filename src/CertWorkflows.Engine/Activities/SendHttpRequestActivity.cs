using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.SendHttpRequest: calls a URL and runs the child that its status code chooses .</summary>
internal sealed class SendHttpRequestActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = HttpExchange.Outputs(
            HttpExchange.Inputs(new DescriptorBuilder("Elsa.SendHttpRequest", "HTTP", "HTTP Request", "Sends an HTTP request."))
                .Input(
                    "ExpectedStatusCodes",
                    TypeRef.Object,
                    "Status codes and what each runs.",
                    hint: "http-status-codes",
                    wrapped: false,
                    displayName: "Expected Status Codes"))
        .Slots("UnmatchedStatusCode", "FailedToConnect", "Timeout")
        .Kind(ActivityKind.Task)
        .Build();

    public override object Plan(ActivityNode node)
    {
        var items = ActivityJson.Items(node.Raw("expectedStatusCodes")) ?? [];
        return Enumerable.Range(0, items.Count).Where(index => items[index] is JsonObject).Select(index => new Case(
            ActivityJson.Number(items[index]!.AsObject(), "statusCode"), node.Slot($"expectedStatusCodes[{index}].activity"))).ToArray();
    }

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(HttpExchange.Request(context));

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var answer = HttpExchange.Receive(context);
        var cases = (Case[])context.Node.Plan!;
        var match = Array.Find(cases, each => each.StatusCode == answer.Status);
        var child = answer.Failure switch
        {
            HttpAnswer.TimedOut => context.Node.Slot("timeout"),
            not null => context.Node.Slot("failedToConnect"),
            null => match is null ? context.Node.Slot("unmatchedStatusCode") : match.Activity,
        };
        return new(child is null ? ActivityResult.Done : ActivityResult.Schedule(child));
    }

    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken) => new(ActivityResult.Done);

    public override IEnumerable<string> Outcomes(ActivityNode node) => ["Done"];

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
        => ((Case[])node.Plan!).Where(each => each.StatusCode is null).Select(_ => new DefinitionProblem(
            "invalid-case", node.NodeId, "An expected status code is no whole number; it would never hold.", true)).Concat(HttpExchange.Check(node));

    private sealed record Case(int? StatusCode, ActivityNode? Activity);
}
