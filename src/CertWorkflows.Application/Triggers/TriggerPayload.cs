using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Triggers;

/// <summary>What a trigger is started by, and when time starts it (5.6, B-6).</summary>
internal static class TriggerPayload
{
    // Liquid gives an empty text for these instead of failing
    private static readonly string[] OfInstances = ["getWorkflowInstanceId", "getCorrelationId", "WorkflowInstanceId", "CorrelationId"];

    public const string ProblemCode = "trigger-payload";

    public const string Event = "Elsa.Event";
    public const string StartAt = "Elsa.StartAt";
    public const string Timer = "Elsa.Timer";
    public const string Cron = "Elsa.Cron";

    /// <summary>The payloads of a trigger node with their hashes; an endpoint has one for each method. Inputs are evaluated without an instance (B-5).</summary>
    /// <exception cref="DefinitionException">An input needs an instance or fails, or the type cannot start workflows here.</exception>
    public static IReadOnlyList<(JsonObject Payload, string Hash)> Of(ActivityNode node, ExpressionEvaluator evaluator, IndexingScope scope)
    {
        if (node.Type == HttpRoute.BookmarkName)
        {
            return [.. Rules(node, evaluator, scope).Select(rules => (rules.ToPayload(), rules.Route().Hash(rules.Method)))];
        }

        var payload = Single(node, evaluator, scope);
        return [(payload, BookmarkHash.Compute(node.Type, payload))];
    }

    private static JsonObject Single(ActivityNode node, ExpressionEvaluator evaluator, IndexingScope scope) => node.Type switch
    {
        Event => new JsonObject { ["EventName"] = Value<string>(node, "EventName", evaluator, scope) },
        StartAt => new JsonObject { ["ExecuteAt"] = Text(Value<DateTimeOffset>(node, "DateTime", evaluator, scope)) },
        Timer => Every(Value<TimeSpan>(node, "Interval", evaluator, scope), node, scope.Now),
        Cron => new JsonObject { ["CronExpression"] = Occurring(Value<string>(node, "CronExpression", evaluator, scope), node) },
        _ => throw Refused(node, $"'{node.Type}' cannot start workflows here."),
    };

    /// <summary>The first instant at which time starts an instance; null where time does not.</summary>
    public static DateTimeOffset? First(string name, JsonObject payload, DateTimeOffset now) => name switch
    {
        StartAt => Instant(payload, "ExecuteAt"),
        Timer => Instant(payload, "StartAt"),
        Cron => CronSchedule.Parse(payload["CronExpression"]?.GetValue<string>()).After(now),
        _ => null,
    };

    /// <summary>
    /// The instant after one that has just fired. Instants that passed while nothing ran are made up for by that one firing, so
    /// this is always later than now; an interval keeps its rhythm.
    /// </summary>
    public static DateTimeOffset? Next(string name, JsonObject payload, DateTimeOffset fired, DateTimeOffset now)
    {
        switch (name)
        {
            case StartAt:
                return null;
            case Timer:
                var interval = Span(payload);
                var missed = Math.Max(0, (now - fired).Ticks / interval.Ticks);
                return interval.Ticks * (missed + 1) > (DateTimeOffset.MaxValue - fired).Ticks ? null : fired + (interval * (missed + 1));
            case Cron:
                return CronSchedule.Parse(payload["CronExpression"]!.GetValue<string>()).After(now > fired ? now : fired);
            default:
                throw new UnreachableException($"'{name}' is not started by time.");
        }
    }

    /// <summary>Input of the instance that time starts .</summary>
    public static Dictionary<string, object?> Input(string name, JsonObject payload) => name switch
    {
        StartAt => new() { ["ExecuteAt"] = Instant(payload, "ExecuteAt") },
        Timer => new() { ["StartAt"] = Instant(payload, "StartAt"), ["Interval"] = Span(payload) },
        Cron => new() { ["CronExpression"] = payload["CronExpression"]!.GetValue<string>() },
        _ => throw new UnreachableException($"'{name}' is not started by time."),
    };

    private static IReadOnlyList<HttpEndpointRules> Rules(ActivityNode node, ExpressionEvaluator evaluator, IndexingScope scope)
    {
        try
        {
            return HttpEndpoints.RulesOf(node, name => Value(node, name, node.FindInput(name)!.Descriptor.Type.ClrType, evaluator, scope));
        }
        catch (WorkflowFaultException invalid)
        {
            throw Refused(node, invalid.Message);
        }
    }

    private static JsonObject Every(TimeSpan interval, ActivityNode node, DateTimeOffset now) => interval > TimeSpan.Zero && interval < DateTimeOffset.MaxValue - now
        ? new JsonObject { ["StartAt"] = Text(now + interval), ["Interval"] = interval.ToString("c", CultureInfo.InvariantCulture) }
        : throw Refused(node, $"its interval is {interval}; it must be longer than zero and end before the calendar does.");

    private static string? Occurring(string? cron, ActivityNode node)
    {
        try
        {
            CronSchedule.Parse(cron);
            return cron;
        }
        catch (WorkflowFaultException exception)
        {
            throw Refused(node, exception.Message);
        }
    }

    private static T? Value<T>(ActivityNode node, string name, ExpressionEvaluator evaluator, IndexingScope scope) =>
        (T?)Value(node, name, typeof(T), evaluator, scope);

    private static object? Value(ActivityNode node, string name, Type type, ExpressionEvaluator evaluator, IndexingScope scope)
    {
        var input = node.FindInput(name)!;
        if (input.Expression is null)
        {
            return Converted(node, name, type, input.Constant);
        }

        if (input.Expression is { Type: "JavaScript" or "Liquid", Value: string text } && Array.Find(OfInstances, each => text.Contains(each, StringComparison.Ordinal)) is { } used)
        {
            throw Refused(node, $"its input '{name}' asks for '{used}', and there is no instance yet.");
        }

        try
        {
            return Converted(node, name, type, evaluator.Evaluate(input.Expression, TypeRef.Object, scope))
                ?? throw Refused(node, $"its input '{name}' is written in {input.Expression.Type} and gives nothing without an instance.");
        }
        catch (ExpressionException exception)
        {
            throw Refused(node, $"its input '{name}' is evaluated when the workflow is published: {exception.Message}");
        }
    }

    private static object? Converted(ActivityNode node, string name, Type type, object? value)
    {
        try
        {
            return ValueConversion.Convert(value, type);
        }
        catch (ConversionException exception)
        {
            throw Refused(node, $"its input '{name}' cannot be read: {exception.Message}");
        }
    }

    private static DefinitionException Refused(ActivityNode node, string reason) =>
        new([new DefinitionProblem(ProblemCode, node.NodeId, $"The trigger '{node.Id}' cannot start this workflow: {reason}")]);

    private static string Text(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonObject payload, string name) =>
        DateTimeOffset.Parse(payload[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static TimeSpan Span(JsonObject payload) => TimeSpan.Parse(payload["Interval"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
