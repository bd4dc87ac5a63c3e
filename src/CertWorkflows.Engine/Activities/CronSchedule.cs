using System.Diagnostics.CodeAnalysis;
using CertWorkflows.Engine.Execution;
using Cronos;

namespace CertWorkflows.Engine.Activities;

/// <summary>A cron expression of six fields in UTC, to the second .</summary>
public sealed class CronSchedule
{
    private readonly CronExpression _expression;

    private CronSchedule(CronExpression expression) => _expression = expression;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="WorkflowFaultException">It is none.</exception>
    public static CronSchedule Parse(string? text)
        => TryParse(text, out var schedule, out var problem) ? schedule : throw new WorkflowFaultException(problem);

    /// <summary>Reads an expression, or says what is wrong with it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            schedule = new CronSchedule(CronExpression.Parse(text ?? "", CronFormat.IncludeSeconds));
            problem = null;
            return true;
        }
        catch (CronFormatException exception)
        {
            schedule = null;
            problem = $"'{text}' is no cron expression of six fields (second minute hour day month weekday): {exception.Message}";
            return false;
        }
    }

    /// <summary>The first occurrence later than <paramref name="instant"/>; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset instant)
        => _expression.GetNextOccurrence(instant.UtcDateTime, inclusive: false) is { } next
            ? new DateTimeOffset(next, TimeSpan.Zero)
            : null;
}
