using CertWorkflows.Application.Access;
using CertWorkflows.Domain;
using CertWorkflows.Server.Http;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Until when a request for a case waits: <c>?wait=30s&amp;until=closed</c>.</summary>
internal static class CaseGoal
{
    private const string UntilClosed = "closed";

    /// <summary>Whether a case in that state, closed or not, is where the caller wants it; a closed one gets nowhere any more.</summary>
    /// <exception cref="InvalidInputException">No such state.</exception>
    public static Func<TState, bool, bool> Parse<TState>(string? until)
        where TState : struct, Enum
    {
        if (until is null or UntilClosed)
        {
            return (_, isClosed) => isClosed;
        }

        var states = Enum.GetValues<TState>().ToDictionary(CamelCase.Of, StringComparer.Ordinal);
        return states.TryGetValue(until, out var wanted)
            ? (state, isClosed) => isClosed || EqualityComparer<TState>.Default.Equals(state, wanted)
            : throw new InvalidInputException("until", $"'{UntilClosed}' or one of {string.Join(", ", states.Keys)} is needed.");
    }

    public static TimeSpan Patience(string? wait, string? until) =>
        wait is null && until is not null ? throw new InvalidInputException("wait", "'until' needs 'wait', such as 30s.") : LongWait.Parse(wait);
}
