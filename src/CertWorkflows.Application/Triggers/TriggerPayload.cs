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
    public const string Event = "Elsa.Event";
    public const string StartAt = "Elsa.StartAt";
    public const string Timer = "Elsa.Timer";
    public const string Cron = "Elsa.Cron";

    /// <summary>The payloads of a trigger node with their hashes; an endpoint has one for each method.</summary>
    /// <exception cref="DefinitionException">Its input is no constant, or the type cannot start workflows here.</exception>
    public static IReadOnlyList<(JsonObject Payload, string Hash)> Of(ActivityNode node, DateTimeOffset now)
    {
        if (node.Type == HttpRoute.BookmarkName)
        {
            return [.. Rules(node).Select(rules => (rules.ToPayload(), rules.Route().Hash(rules.Method)))];
        }

        var payload = Single(node, now);
        return [(payload, BookmarkHash.Compute(node.Type, payload))];
    }

    private static JsonObject Single(ActivityNode node, DateTimeOffset now) => node.Type switch
    {
        Event => new JsonObject { ["EventName"] = Constant<string>(node, "EventName") },
        StartAt => new JsonObject { ["ExecuteAt"] = Text(Constant<DateTimeOffset>(node, "DateTime")) },
        Timer => new JsonObject
        {
            ["StartAt"] = Text(now + Interval(node)),
            ["Interval"] = Interval(node).ToString("c", CultureInfo.InvariantCulture),
        },
        Cron => new JsonObject { ["CronExpression"] = Constant<string>(node, "CronExpression") },
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

    private static IReadOnlyList<HttpEndpointRules> Rules(ActivityNode node)
    {
        try
        {
            return HttpEndpoints.RulesOf(node, name => Constant(node, name, node.FindInput(name)!.Descriptor.Type.ClrType));
        }
        catch (WorkflowFaultException invalid)
        {
            throw Refused(node, invalid.Message);
        }
    }

    private static TimeSpan Interval(ActivityNode node)
    {
        var interval = Constant<TimeSpan>(node, "Interval");
        return interval > TimeSpan.Zero ? interval : throw Refused(node, $"its interval is {interval}; it must be longer than zero.");
    }

    private static T? Constant<T>(ActivityNode node, string name) => (T?)Constant(node, name, typeof(T));

    private static object? Constant(ActivityNode node, string name, Type type)
    {
        var input = node.FindInput(name)!;
        if (input.Expression is not (null or { Type: "Literal" or "Object" or "Json" }))
        {
            throw Refused(node, $"its input '{name}' is written in {input.Expression.Type}; what starts a workflow must be a literal value.");
        }

        var value = input.Expression is null ? input.Constant : input.Expression.Value;
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
        new([new DefinitionProblem("trigger-payload", node.NodeId, $"The trigger '{node.Id}' cannot start this workflow: {reason}")]);

    private static string Text(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonObject payload, string name) =>
        DateTimeOffset.Parse(payload[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static TimeSpan Span(JsonObject payload) => TimeSpan.Parse(payload["Interval"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
