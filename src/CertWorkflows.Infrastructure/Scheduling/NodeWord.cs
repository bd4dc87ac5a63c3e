using System.Globalization;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>One word between nodes, and how words are packed into a notification of at most 8000 bytes.</summary>
internal abstract record NodeWord
{
    /// <summary>Each takes at most 33 characters.</summary>
    public const int MostInOneNotification = 200;

    private NodeWord()
    {
    }

    /// <summary>The sender, then the instances, and of the due instants the earliest only.</summary>
    public static string Print(string sender, IReadOnlyList<NodeWord> words)
    {
        var parts = new List<string> { sender };
        if (words.OfType<Due>().Select(due => (DateTimeOffset?)due.At).Min() is { } earliest)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"@{earliest.ToUnixTimeMilliseconds()}"));
        }

        parts.AddRange(words.OfType<Changed>().Select(changed => changed.InstanceId).Distinct().Select(id => id.ToString("N")));
        return string.Join(' ', parts);
    }

    /// <summary>What is not understood, for instance from a newer version, is left out.</summary>
    public static (string Sender, IReadOnlyList<NodeWord> Words) Parse(string payload)
    {
        var parts = payload.Split(' ');
        return (parts[0], [.. parts.Skip(1).Select(ParseWord).OfType<NodeWord>()]);
    }

    private static NodeWord? ParseWord(string part)
    {
        if (part.StartsWith('@') && long.TryParse(part.AsSpan(1), CultureInfo.InvariantCulture, out var milliseconds))
        {
            return new Due(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        }

        return Guid.TryParseExact(part, "N", out var instanceId) ? new Changed(instanceId) : null;
    }

    /// <summary>Work falls due soon.</summary>
    public sealed record Due(DateTimeOffset At) : NodeWord;

    /// <summary>An instance changed.</summary>
    public sealed record Changed(Guid InstanceId) : NodeWord;

    /// <summary>The link was down; words may have been missed.</summary>
    public sealed record Missed : NodeWord;
}
