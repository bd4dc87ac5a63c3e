using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>
/// Instants have whole microseconds in both databases, because PostgreSQL has no finer ones. What is finer is cut off,
/// except that an instant at which something falls due is rounded up: nothing may fire early.
/// </summary>
internal static class Microseconds
{
    private const long Epoch = 62_135_596_800_000_000;

    public static long Floor(DateTimeOffset instant) => (instant.UtcTicks / TimeSpan.TicksPerMicrosecond) - Epoch;

    public static long Ceiling(DateTimeOffset instant) =>
        ((instant.UtcTicks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond) - Epoch;

    public static DateTimeOffset Instant(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

/// <summary>SQLite: microseconds since 1970.</summary>
internal sealed class InstantAsMicroseconds() : ValueConverter<DateTimeOffset, long>(
    instant => Microseconds.Floor(instant), stored => Microseconds.Instant(stored));

/// <summary>SQLite: the same, rounded up.</summary>
internal sealed class DueInstantAsMicroseconds() : ValueConverter<DateTimeOffset, long>(
    instant => Microseconds.Ceiling(instant), stored => Microseconds.Instant(stored));

/// <summary>PostgreSQL: <c>timestamptz</c>, which takes UTC only.</summary>
internal sealed class InstantAsUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => Microseconds.Instant(Microseconds.Floor(instant)), stored => stored.ToUniversalTime());

/// <summary>PostgreSQL: the same, rounded up.</summary>
internal sealed class DueInstantAsUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => Microseconds.Instant(Microseconds.Ceiling(instant)), stored => stored.ToUniversalTime());
