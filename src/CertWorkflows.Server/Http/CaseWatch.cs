using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;

namespace CertWorkflows.Server.Http;

/// <summary>What a caller waits for with <c>?wait=30s&amp;until=closed</c> on a case.</summary>
internal sealed record CaseWatch<TState>(TimeSpan Patience, TState? Goal)
    where TState : struct, Enum
{
    private const string UntilClosed = "closed";

    /// <exception cref="InvalidInputException">Out of range, no state, or a goal without a wait.</exception>
    public static CaseWatch<TState> Parse(string? wait, string? until)
    {
        if (wait is null && until is not null)
        {
            throw new InvalidInputException("wait", "'until' needs 'wait', such as 30s.");
        }

        if (until is null or UntilClosed)
        {
            return new CaseWatch<TState>(LongWait.Parse(wait), null);
        }

        var states = Enum.GetValues<TState>().ToDictionary(CamelCase.Of, StringComparer.Ordinal);
        return states.TryGetValue(until, out var wanted)
            ? new CaseWatch<TState>(LongWait.Parse(wait), wanted)
            : throw new InvalidInputException("until", $"'{UntilClosed}' or one of {string.Join(", ", states.Keys)} is needed.");
    }

    /// <summary>Reads the case until it is where it was waited for, closed, or the patience is over.</summary>
    /// <param name="read">The case, its state, whether it is closed, and its instance.</param>
    public async Task<T> ReadAsync<T>(
        IChangeFeed feed,
        Func<CancellationToken, Task<(T Case, TState State, bool IsClosed, Guid InstanceId)>> read,
        CancellationToken cancellationToken)
    {
        var waitingSince = Environment.TickCount64;
        for (Guid? instanceId = null; ;)
        {
            var left = Patience - TimeSpan.FromMilliseconds(Environment.TickCount64 - waitingSince);

            // Listening begins before reading, so that no change falls between the two.
            var changed = instanceId is null || left <= TimeSpan.Zero ? null : feed.WaitAsync(instanceId, left, cancellationToken);
            var found = await read(cancellationToken);

            // A closed case gets nowhere any more.
            if (left <= TimeSpan.Zero || found.IsClosed || found.State.Equals(Goal))
            {
                return found.Case;
            }

            instanceId = found.InstanceId;
            if (changed is not null)
            {
                await changed;
            }
        }
    }
}
