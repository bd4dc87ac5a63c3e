using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Audit;

/// <summary>
/// Seals the audit trail link by link, and says whether it still fits its seals. Whoever can write to the database could make the whole chain
/// anew: what proves the trail to somebody else is a seal's hash that was noted down outside, for instance from the log.
/// </summary>
public sealed class AuditChain(IWorkflowStore store, TimeProvider clock)
{
    /// <summary>A turn is committed long before this after its instant; then nothing comes in between any more.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    private const int Batch = 1_000;
    private const int MostOfOneSeal = 100_000;

    /// <summary>The newest record that there was at a time; what is no younger can be sealed when that is long enough ago.</summary>
    private (Guid LastRecord, long SeenAt)? _seen;

    /// <summary>Seals what has settled since the last call: call it again and again.</summary>
    /// <returns>The seals that were made.</returns>
    public async Task<IReadOnlyList<AuditSeal>> SealAsync(CancellationToken cancellationToken)
    {
        // Measured in real time: business time may be virtual and jump over the minutes in which turns are committed.
        var made = new List<AuditSeal>();
        if (_seen is { } seen && TimeProvider.System.GetElapsedTime(seen.SeenAt) < Settled)
        {
            return made;
        }

        if (_seen is { } settled)
        {
            while (await SealUpToAsync(settled.LastRecord, cancellationToken) is { } seal)
            {
                made.Add(seal);
            }
        }

        await using var db = store.Open();
        var newest = await db.Audit.OrderByDescending(record => record.Id).Select(record => record.Id).FirstOrDefaultAsync(cancellationToken);
        _seen = newest == Guid.Empty ? null : (newest, TimeProvider.System.GetTimestamp());
        return made;
    }

    /// <summary>Makes one seal on the records up to this one; for who knows that nothing is being committed.</summary>
    /// <returns>Null when there is nothing to seal, or somebody else seals at the same time.</returns>
    public async Task<AuditSeal?> SealUpToAsync(Guid lastRecord, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var last = await db.AuditSeals.AsNoTracking().OrderByDescending(seal => seal.Number).FirstOrDefaultAsync(cancellationToken);
        var link = new Link(last?.Hash ?? "");
        await foreach (var record in RecordsAsync(db, last?.LastRecordId, lastRecord, cancellationToken))
        {
            link.Add(record);
            if (link.Records == MostOfOneSeal)
            {
                break;
            }
        }

        if (link.Records == 0)
        {
            return null;
        }

        var made = new AuditSeal
        {
            Number = (last?.Number ?? 0) + 1,
            At = clock.GetUtcNow(),
            LastRecordId = link.Last,
            Records = link.Records,
            Previous = link.Previous,
            Hash = link.Hash(),
        };
        db.AuditSeals.Add(made);
        try
        {
            await store.CommitAsync(db, cancellationToken);
            return made;
        }
        catch (DuplicateRowException)
        {
            return null; // another node was faster
        }
    }

    /// <summary>Reads the whole trail and compares it with its seals.</summary>
    /// <param name="knownHash">A seal's hash that was noted down earlier; null for none.</param>
    public async Task<AuditVerdict> VerifyAsync(string? knownHash, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        AuditSeal? before = null;
        var isKnown = false;
        long sealedRecords = 0;
        await foreach (var seal in db.AuditSeals.AsNoTracking().OrderBy(s => s.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var why = seal.Number != (before?.Number ?? 0) + 1 ? $"a seal is missing before number {seal.Number}"
                : seal.Previous != (before?.Hash ?? "") ? "it does not follow the seal before it"
                : await MistakeAsync(before, seal, cancellationToken);
            if (why is not null)
            {
                return new AuditVerdict(before, sealedRecords, 0, seal, why, knownHash is null ? null : isKnown);
            }

            (before, isKnown, sealedRecords) = (seal, isKnown || seal.Hash == knownHash, sealedRecords + seal.Records);
        }

        var after = before?.LastRecordId ?? Guid.Empty;
        var unsealed = await db.Audit.LongCountAsync(record => record.Id.CompareTo(after) > 0, cancellationToken);
        return new AuditVerdict(before, sealedRecords, unsealed, null, null, knownHash is null ? null : isKnown);
    }

    private async Task<string?> MistakeAsync(AuditSeal? before, AuditSeal seal, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var link = new Link(seal.Previous);
        await foreach (var record in RecordsAsync(db, before?.LastRecordId, seal.LastRecordId, cancellationToken))
        {
            link.Add(record);
        }

        return link.Records != seal.Records ? $"it covers {seal.Records} records, and there are {link.Records}"
            : link.Hash() != seal.Hash ? "a record that it covers was changed"
            : null;
    }

    private static async IAsyncEnumerable<AuditRecord> RecordsAsync(
        WorkflowDb db, Guid? after, Guid last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = after ?? Guid.Empty;
        while (true)
        {
            var page = await db.Audit.AsNoTracking()
                .Where(record => record.Id.CompareTo(from) > 0 && record.Id.CompareTo(last) <= 0)
                .OrderBy(record => record.Id).Take(Batch).ToListAsync(cancellationToken);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < Batch)
            {
                yield break;
            }

            from = page[^1].Id;
        }
    }

    /// <summary>A hash that grows record by record.</summary>
    private sealed class Link
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public Link(string previous)
        {
            Previous = previous;
            _hash.AppendData(Encoding.UTF8.GetBytes(previous + "\n"));
        }

        public string Previous { get; }

        public int Records { get; private set; }

        public Guid Last { get; private set; }

        /// <summary>A record is a line: its members as a JSON array, instants in microseconds, which is what the databases keep.</summary>
        public void Add(AuditRecord record)
        {
            _hash.AppendData(JsonSerializer.SerializeToUtf8Bytes<object?[]>(
            [
                record.Id, record.At.UtcTicks / TimeSpan.TicksPerMicrosecond, record.Actor, record.OnBehalfOf, record.Subject, record.SubjectId,
                record.Action, record.From, record.To, record.Reason, record.InstanceId,
            ]));
            _hash.AppendData("\n"u8);
            (Records, Last) = (Records + 1, record.Id);
        }

        public string Hash()
        {
            var hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
            _hash.Dispose();
            return hash;
        }
    }
}

/// <summary>What a look at the whole trail found.</summary>
/// <param name="Last">The last seal that fits; null when none does or there is none.</param>
/// <param name="Sealed">How many records the fitting seals cover.</param>
/// <param name="Unsealed">How many came after; they are sealed when they have settled.</param>
/// <param name="Broken">The first seal that does not fit; null when all do.</param>
/// <param name="Why">What is wrong with it.</param>
/// <param name="KnownHashFound">Whether the hash that was noted down is one of the fitting seals'; null when none was given.</param>
public sealed record AuditVerdict(AuditSeal? Last, long Sealed, long Unsealed, AuditSeal? Broken, string? Why, bool? KnownHashFound);
