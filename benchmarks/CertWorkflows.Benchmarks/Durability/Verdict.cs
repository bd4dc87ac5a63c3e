using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Benchmarks.Durability;

/// <summary>What must hold after every crash, checked on all rows and on what the gateway recorded.</summary>
internal sealed class Verdict(Facts facts, Acknowledged acknowledged, IReadOnlyCollection<RecordingGateway.Payout> payouts)
{
    private const int ShownViolations = 5;

    private readonly List<(string Check, int Looked, List<string> Violations)> _results = [];

    /// <summary>Runs every check and prints a line for each.</summary>
    /// <returns>Whether all hold, and none was empty of things to look at.</returns>
    public bool Print()
    {
        NothingAcknowledgedIsLost();
        NothingWasDoneTwice();
        EveryTaskHasItsWaitingInstance();
        EveryWaitHasItsRow();
        EveryRefundIsPaidOnce();
        EveryDeadlineFiredOnce();
        NothingIsStuck();
        JournalsHaveNoGap();

        foreach (var (check, looked, violations) in _results)
        {
            Console.WriteLine($"{(violations.Count > 0 ? "FAIL" : looked == 0 ? "NONE" : "pass")}  {check}: {looked} looked at, {violations.Count} wrong");
            foreach (var violation in violations.Take(ShownViolations))
            {
                Console.WriteLine($"        {violation}");
            }
        }

        return _results.TrueForAll(r => r.Violations.Count == 0 && r.Looked > 0);
    }

    private void NothingAcknowledgedIsLost()
    {
        Each("acknowledged order is there with its certificate", acknowledged.Orders, o =>
            facts.Orders.ContainsKey(o.Key) && facts.Certificates.ContainsKey(o.Value) ? null : $"order {o.Key}");
        Each("acknowledged refund is there with its instance", acknowledged.Refunds, r =>
            facts.Refunds.TryGetValue(r.Key, out var refund) && refund.CertificateId.Value == r.Value && facts.Instances.ContainsKey(refund.InstanceId)
                ? null : $"refund {r.Key}");
        Each("acknowledged cancellation holds", acknowledged.CancelledRefunds.Keys, id =>
            facts.Refunds.GetValueOrDefault(id)?.State == RefundState.Cancelled ? null : $"refund {id} is {facts.Refunds.GetValueOrDefault(id)?.State}");
        var tasks = facts.Tasks.ToDictionary(t => t.Id);
        Each("acknowledged claim holds", acknowledged.Claims, c =>
            tasks.GetValueOrDefault(c.Key)?.Assignee == c.Value ? null : $"task {c.Key} is held by {tasks.GetValueOrDefault(c.Key)?.Assignee}");
        Each("acknowledged decision holds", acknowledged.Decisions, d =>
            tasks.GetValueOrDefault(d.Key) is { State: HumanTaskState.Completed } task && task.Outcome == d.Value.Outcome && task.CompletedBy == d.Value.By
                ? null : $"task {d.Key} is not completed as {d.Value}");
        Each("acknowledged start is there", acknowledged.Waits.Keys, id => facts.Instances.ContainsKey(id) ? null : $"instance {id}");
        Record("answer was expected", acknowledged.Orders.Count + acknowledged.Waits.Count, acknowledged.Surprises);
    }

    /// <summary>Every request was repeated until it was acknowledged, so what is stored and what was acknowledged are the same.</summary>
    private void NothingWasDoneTwice()
    {
        Each("order was asked for", facts.Orders.Keys, id => acknowledged.Orders.ContainsKey(id) ? null : $"order {id} is there twice");
        Each("refund was asked for", facts.Refunds.Keys, id => acknowledged.Refunds.ContainsKey(id) ? null : $"refund {id} was never acknowledged");
        Each(
            "instance belongs to one refund or one start",
            facts.Instances.Values,
            i => acknowledged.Waits.ContainsKey(i.Id) || (i.CaseId is { } refund && facts.Refunds.GetValueOrDefault(refund)?.InstanceId == i.Id)
                ? null : $"instance {i.Id} of {i.DefinitionId}");
    }

    private void EveryTaskHasItsWaitingInstance()
    {
        Each("open task has an instance that waits for it", facts.Tasks.Where(t => t.State == HumanTaskState.Open), task =>
            WaitsFor(task.InstanceId, task.BookmarkId) ? null : $"task {task.Id} of instance {task.InstanceId}");
        var open = facts.Tasks.Where(t => t.State == HumanTaskState.Open).Select(t => t.BookmarkId).ToHashSet();
        Each("instance that waits for a person has its open task", BookmarksNamed(HumanTaskActivity.BookmarkName), b =>
            open.Contains(b.Bookmark.Id) ? null : $"bookmark {b.Bookmark.Id} of instance {b.InstanceId}");
    }

    private void EveryWaitHasItsRow()
    {
        Each("deadline has an instance that waits for it", facts.Deadlines, d =>
            WaitsFor(d.InstanceId, d.Id) ? null : $"deadline {d.Id} of instance {d.InstanceId}");
        var deadlines = facts.Deadlines.Select(d => d.Id).ToHashSet();
        Each("wait for an instant has its deadline", Bookmarks().Where(b => b.Bookmark.DueAt is not null), b =>
            deadlines.Contains(b.Bookmark.Id) ? null : $"bookmark {b.Bookmark.Id} of instance {b.InstanceId}");
        Each("event row has an instance that waits for it", facts.Events, e =>
            WaitsFor(e.InstanceId, e.Id) ? null : $"event bookmark {e.Id} of instance {e.InstanceId}");
        var events = facts.Events.Select(e => e.Id).ToHashSet();
        Each("wait for an event has its row", BookmarksNamed("Elsa.Event"), b =>
            events.Contains(b.Bookmark.Id) ? null : $"bookmark {b.Bookmark.Id} of instance {b.InstanceId}");
    }

    private void EveryRefundIsPaidOnce()
    {
        var paid = payouts.Where(p => p.Paid).ToLookup(p => Guid.Parse(p.RefundId));
        var approved = facts.Refunds.Values
            .Where(r => r.State is RefundState.Approved or RefundState.Paid or RefundState.PaymentFailed)
            .ToDictionary(r => r.Id.Value);
        Each("approved refund was paid exactly once at the gateway, in full", approved.Values, r =>
            paid[r.Id.Value].Select(p => p.Amount).ToArray() is [var amount] && amount == r.Amount.Amount
                ? null : $"refund {r.Id}: {paid[r.Id.Value].Count()} payments");
        Each("approved refund is paid here, its certificate refunded", approved.Values, r =>
            r.State == RefundState.Paid && facts.Certificates[r.CertificateId.Value].State == CertificateState.Refunded
                ? null : $"refund {r.Id} is {r.State}, its certificate {facts.Certificates[r.CertificateId.Value].State}");
        Each("payment at the gateway belongs to an approved refund", paid.Select(p => p.Key), id =>
            approved.ContainsKey(id) ? null : $"refund {id} is {facts.Refunds.GetValueOrDefault(id)?.State}");
        var audit = facts.Audit.Where(a => a is { Subject: "refund", To: "paid" or "Paid" }).ToLookup(a => Guid.Parse(a.SubjectId));
        Each("paid refund has exactly one audit record of it", approved.Keys, id => audit[id].Count() == 1 ? null : $"refund {id}: {audit[id].Count()}");
    }

    private void EveryDeadlineFiredOnce()
    {
        var lateness = new List<double>();
        Each("wait was over exactly once and not early, with what follows done once", acknowledged.Waits, wait =>
        {
            var journal = facts.Journal[wait.Key].ToList();
            var problem = new[] { "first-wait", "first-line", "notice", "second-wait", "last-line" }
                .Where(activity => journal.Count(e => e.ActivityId == activity && e.EventName == JournalEvents.Completed) != 1)
                .Select(activity => $"{activity} completed {journal.Count(e => e.ActivityId == activity && e.EventName == JournalEvents.Completed)} times")
                .FirstOrDefault();
            if (problem is not null)
            {
                return $"instance {wait.Key} ({facts.Instances.GetValueOrDefault(wait.Key)?.SubStatus}): {problem}";
            }

            var begun = journal.First(e => e.ActivityId == "first-wait").Timestamp;
            var late = journal.Last(e => e.ActivityId == "first-wait").Timestamp - begun - wait.Value;
            lateness.Add(late.TotalSeconds);
            return late < TimeSpan.Zero ? $"instance {wait.Key} fired {-late.TotalMilliseconds:0.###} ms early" : null;
        });
        Each("wait sent its one notice", acknowledged.Waits.Keys, id =>
            facts.Effects.Count(e => e.InstanceId == id && e.State == EffectState.Done) == 1 ? null : $"instance {id}");
        lateness.Sort();
        if (lateness.Count > 0)
        {
            Console.WriteLine($"      lateness of waits, the server's absence included: median {lateness[lateness.Count / 2]:0.00} s, worst {lateness[^1]:0.00} s");
        }
    }

    private void NothingIsStuck()
    {
        Each("effect is done, or was refused by the gateway itself", facts.Effects, e =>
            e.State == EffectState.Done || (e is { Kind: "payment", State: EffectState.Failed } && payouts.Any(p => p.Key == e.IdempotencyKey && !p.Paid))
                ? null : $"effect {e.Id} ({e.Kind}) is {e.State} after {e.Attempts} attempts: {e.LastError}");
        Each("deadline is in the future and not parked", facts.Deadlines, d =>
            d is { Parked: false, LastError: null } && d.DueAt > TimeProvider.System.GetUtcNow() ? null : $"deadline {d.Id} ({d.Purpose}), due {d.DueAt:O}: {d.LastError}");
        Each("instance is free of incidents", facts.Instances.Values, i =>
            i.IncidentCount == 0 && i.SubStatus != "Faulted" ? null : $"instance {i.Id} of {i.DefinitionId} is {i.SubStatus}");
    }

    private void JournalsHaveNoGap() => Each("journal is without gap or repetition", facts.Instances.Keys, id =>
        facts.Journal[id].Select(e => e.Sequence).Order().Select((sequence, i) => sequence == i).All(fits => fits)
            && facts.Journal[id].Count() == facts.States[id].JournalSequence
            ? null : $"instance {id}");

    private IEnumerable<(Guid InstanceId, Bookmark Bookmark)> Bookmarks() =>
        facts.States.Values.Where(s => s.Status == WorkflowStatus.Running).SelectMany(s => s.Bookmarks.Select(b => (s.Id, b)));

    private IEnumerable<(Guid InstanceId, Bookmark Bookmark)> BookmarksNamed(string name) => Bookmarks().Where(b => b.Bookmark.Name == name);

    private bool WaitsFor(Guid instanceId, Guid bookmarkId) =>
        facts.States.TryGetValue(instanceId, out var state)
        && state.Status == WorkflowStatus.Running
        && facts.Instances[instanceId].Status == nameof(WorkflowStatus.Running)
        && state.Bookmarks.Any(b => b.Id == bookmarkId);

    private void Each<T>(string check, IEnumerable<T> things, Func<T, string?> violation)
    {
        var all = things.ToList();
        Record($"every {check}", all.Count, [.. all.Select(violation).OfType<string>()]);
    }

    private void Record(string check, int looked, IEnumerable<string> violations) => _results.Add((check, looked, [.. violations]));
}
