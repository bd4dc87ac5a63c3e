using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// The unit of work: one stimulus for one instance and everything that it changes, committed once. The engine asks it for
/// time, ids and randomness; our activities reach the case's things through it.
/// </summary>
public sealed class CaseTurn(WorkflowDb db, DateTimeOffset now, Caller caller, BusinessCalendar calendar) : Turn
{
    private readonly List<IAggregate> _aggregates = [];
    private readonly HashSet<IAggregate> _moved = [];

    public override DateTimeOffset Now => now;

    public override string Actor => caller.Name;

    public Caller Caller => caller;

    public WorkflowDb Db => db;

    public BusinessCalendar Calendar => calendar;

    /// <summary>The instance that the turn is about; its id is known before the engine runs.</summary>
    public Guid InstanceId { get; init; }

    public string DefinitionId { get; init; } = "";

    /// <summary>Who started the instance and which of its bookmarks learns of the end; for a start only.</summary>
    internal (Guid? InstanceId, Guid? BookmarkId) Parent { get; init; }

    /// <summary>The request that waits for this turn; null for none.</summary>
    internal WaitingRequest? Request { get; init; }

    /// <summary>Until when what the turn leaves over is kept for its request; null where nothing is.</summary>
    internal DateTimeOffset? HeldUntil => Request is null ? null : now + Request.HeldFor;

    /// <summary>Whether it only shows what would happen: nobody outside is told anything.</summary>
    public bool IsSimulation { get; init; }

    public override bool HasRequest => Request is not null;

    /// <summary>What the instance works on; set once, by the opening or by the activity that opens the case.</summary>
    public string? CaseKind { get; private set; }

    public Guid? CaseId { get; private set; }

    public override Guid NewId() => Ids.New(now);

    public override double NextRandom() => Random.Shared.NextDouble();

    public override async ValueTask<bool> IsPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        await db.Definitions.AnyAsync(d => d.DefinitionId == definitionId && d.IsPublished, cancellationToken);

    /// <summary>Ties the instance to its case.</summary>
    public void WorksOn(string caseKind, Guid caseId) => (CaseKind, CaseId) = (caseKind, caseId);

    /// <summary>The certificate, tracked by this turn.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public ValueTask<Certificate> CertificateAsync(CertificateId id, CancellationToken cancellationToken) =>
        LoadAsync<Certificate>(id, "certificate", cancellationToken);

    /// <summary>The refund, tracked by this turn.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public ValueTask<Refund> RefundAsync(RefundId id, CancellationToken cancellationToken) =>
        LoadAsync<Refund>(id, "refund", cancellationToken);

    /// <summary>The id of the case that this instance works on.</summary>
    /// <param name="start">The call that starts an instance with such a case.</param>
    /// <param name="opener">The activity that opens one.</param>
    /// <exception cref="InvalidOperationException">It works on none of this kind; the activity faults with this message.</exception>
    internal Guid CaseOf(string kind, string start, string opener) => CaseKind == kind && CaseId is { } id
        ? id
        : throw new InvalidOperationException(
            $"This workflow works on no {kind} (found: {CaseKind ?? "no case"}); start it with {start}, or let {opener} open one first.");

    /// <summary>The refund that this instance works on; its certificate is loaded with it.</summary>
    /// <exception cref="InvalidOperationException">The instance works on no refund; the activity faults with this message.</exception>
    public async ValueTask<Refund> RefundOfCaseAsync(CancellationToken cancellationToken)
    {
        var id = new RefundId(CaseOf(CaseKinds.Refund, "POST /refunds", "AssessRefund"));
        if (_aggregates.OfType<Refund>().FirstOrDefault(r => r.Id == id) is { } known)
        {
            return known;
        }

        var found = await db.Refunds
            .Where(r => r.Id == id)
            .Join(db.Certificates, r => r.CertificateId, c => c.Id, (refund, certificate) => new { refund, certificate })
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException("refund", id.ToString());
        Track(found.certificate);
        return Track(found.refund);
    }

    /// <summary>The aggregate with this key, tracked by this turn and read at most once.</summary>
    /// <param name="kind">What the answer calls it where it is missing.</param>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async ValueTask<T> LoadAsync<T>(object id, string kind, CancellationToken cancellationToken)
        where T : class, IAggregate =>
        Track(await db.FindAsync<T>([id], cancellationToken) ?? throw new NotFoundException(kind, $"{id}"));

    /// <summary>A new aggregate; stored with the turn.</summary>
    public void Add<T>(T aggregate)
        where T : class, IAggregate
    {
        db.Add(aggregate);
        Track(aggregate);
    }

    public void Add(HumanTask task)
    {
        db.Tasks.Add(task);
        Record("task", task.Id.ToString(), "create", null, "open", task.Title);
    }

    public void Add(RunTask task)
    {
        db.RunTasks.Add(task);
        Record("run-task", task.Id.ToString("N"), "create", null, "open", task.Name);
    }

    public void Add(Effect effect) => db.Effects.Add(effect);

    /// <summary>Writes to the audit trail; committed with the turn or not at all.</summary>
    public void Record(
        string subject, string subjectId, string action, string? from, string? to, string? reason, string? onBehalfOf = null) =>
        db.Audit.Add(new AuditRecord
        {
            Id = NewId(),
            At = now,
            Actor = caller.Name,
            Subject = subject,
            SubjectId = subjectId,
            Action = action,
            From = from,
            To = to,
            Reason = reason,
            InstanceId = InstanceId,
            OnBehalfOf = onBehalfOf,
        });

    /// <summary>Moves of the aggregates since the last call become audit records and announcements; the turn calls it before its commit.</summary>
    public void RecordMoves()
    {
        foreach (var aggregate in _aggregates)
        {
            if (db.RecordMoves(aggregate, now, InstanceId, IsSimulation))
            {
                _moved.Add(aggregate);
            }
        }
    }

    /// <summary>The aggregates of which <see cref="RecordMoves"/> has recorded a move into another state.</summary>
    internal IReadOnlyCollection<IAggregate> Moved => _moved;

    /// <summary>The aggregates of this type that the turn has loaded or made.</summary>
    internal IEnumerable<T> Known<T>()
        where T : class, IAggregate => _aggregates.OfType<T>();

    /// <summary>Takes an aggregate that was read by a query of its own into the turn: its moves are recorded.</summary>
    public T Track<T>(T aggregate)
        where T : class, IAggregate
    {
        if (!_aggregates.Contains(aggregate))
        {
            _aggregates.Add(aggregate);
        }

        return aggregate;
    }
}
