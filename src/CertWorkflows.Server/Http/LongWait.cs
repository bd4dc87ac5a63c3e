using System.Globalization;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Http;

/// <summary>How long a caller is willing to wait for an answer: <c>?wait=30s</c>.</summary>
internal static class LongWait
{
    private const int LongestSeconds = 60;

    /// <summary>No wait where the caller names none.</summary>
    /// <exception cref="InvalidInputException">Out of range, or not in whole seconds.</exception>
    public static TimeSpan Parse(string? wait) =>
        wait is null ? TimeSpan.Zero
        : wait.EndsWith('s')
            && int.TryParse(wait.AsSpan(0, wait.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 1 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidInputException("wait", $"1s to {LongestSeconds}s is possible.");

    /// <summary>Lets the endpoint take longer than others.</summary>
    public static RouteHandlerBuilder WaitsLong(this RouteHandlerBuilder builder)
    {
        builder.WithRequestTimeout(TimeSpan.FromSeconds(LongestSeconds + 30));
        return builder;
    }
}
