namespace CertWorkflows.Application.Workflows;

/// <summary>What one turn wrote to an instance's journal: one row a turn, entries as a JSON array (S-20).</summary>
public sealed class JournalPage
{
    public Guid InstanceId { get; init; }

    /// <summary>Sequence of the first entry; with the instance it is the key.</summary>
    public long FirstSequence { get; init; }

    public int Count { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    /// <summary>JSON array of journal entries in order.</summary>
    public required string Entries { get; init; }
}
