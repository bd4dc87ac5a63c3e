using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

/// <summary>The working memory of one turn. It keeps the books (queue, contexts, bookmarks, journal) and never calls an activity's body.</summary>
internal sealed partial class WorkflowRun(CompiledWorkflow workflow, InstanceState instance, Turn turn, ExpressionEvaluator evaluator)
{
    private readonly LinkedList<WorkItem> _queue = [];
    private readonly List<JournalEntry> _journal = [];
    private readonly List<Incident> _incidents = [.. instance.Incidents];
    private readonly List<Incident> _newIncidents = [];

    public CompiledWorkflow Workflow { get; } = workflow;

    public InstanceState Instance { get; } = instance;

    public Turn Turn { get; } = turn;

    public DateTimeOffset Now { get; } = turn.Now;

    public ExpressionEvaluator Evaluator { get; } = evaluator;

    public List<string> Lines { get; } = [];

    public List<HostRequest> Requests { get; } = [];

    public HttpReply? Reply { get; set; }

    public string? CancelReason { get; set; }

    /// <summary>Contexts that are neither completed nor cancelled .</summary>
    public int Live { get; set; }

    public int Executed { get; private set; }

    /// <summary>Whether this is a turn of the burst that started the instance.</summary>
    public bool IsStart { get; init; }

    public ActivityContext? Root { get; private set; }

    public Dictionary<string, object?> StimulusInput { get; private set; } = NewInputs();

    public Dictionary<string, object?> Inputs { get; } = NewInputs();

    public object? LastResult { get; set; }

    public static Dictionary<string, object?> NewInputs() => new(StringComparer.OrdinalIgnoreCase);

    public void Receive(IReadOnlyDictionary<string, object?> input)
    {
        StimulusInput = NewInputs();
        foreach (var (name, value) in input)
        {
            StimulusInput[name] = value;
            Inputs[name] = value;
        }
    }

    /// <summary>Gives the input of a turn that ended at its activity limit to the turn that goes on with it.</summary>
    public void ReceiveAgain() => StimulusInput = Inputs;

    public void Enqueue(in WorkItem item)
    {
        _queue.AddLast(item);
        for (var owner = item.Owner; owner is not null; owner = owner.Parent)
            owner.QueuedWork++;
    }

    public bool TryDequeue(out WorkItem item)
    {
        if (_queue.First is not { } first)
        {
            item = default;
            return false;
        }

        item = first.Value;
        Remove(first);
        return true;
    }

    /// <summary>Begins or goes on with an execution: context, journal (X-7, 1 and 2).</summary>
    public ActivityContext Enter(in WorkItem item)
    {
        Executed++;
        var resumes = _bookmarks.Count > 0 && HasBookmark(item.Node);
        var context = item.Existing;
        if (context is null)
        {
            context = new ActivityContext(this, NewContextId(), item.Node, item.Owner, item.Tag, Now);
            context.Attach();
            context.SetStatus(ActivityStatus.Running);
            context.DeclareDynamic(item.Variables);
            if (item.Owner is null)
                Root = context;
        }

        Write(resumes ? JournalEvents.Resumed : JournalEvents.Started, context, null);
        return context;
    }

    /// <summary>Completes an execution (X-9, 1 to 4, 6, 7); <see langword="false"/> if it is not Running.</summary>
    public bool Complete(ActivityContext context, IReadOnlyList<string> outcomes)
    {
        if (context.Status != ActivityStatus.Running)
            return false;
        for (var child = context.FirstChild; child is not null;)
        {
            var next = child.NextSibling;
            Cancel(child, childrenFirst: false);
            child = next;
        }

        context.SetStatus(ActivityStatus.Completed);
        Write(JournalEvents.Completed, context, null, outcomes);
        if (context.BookmarkCount > 0)
            RemoveBookmarks(context);
        context.Detach();
        return true;
    }

    /// <summary>Cancels an execution and all below it (S-12). Nobody is told; that is the interpreter's part.</summary>
    public void Cancel(ActivityContext context, bool childrenFirst)
    {
        var over = context.Status is ActivityStatus.Completed or ActivityStatus.Canceled;
        if (!over)
            Withdraw(context);
        if (!over && !childrenFirst)
            MarkCanceled(context);
        for (var child = context.FirstChild; child is not null;)
        {
            var next = child.NextSibling;
            Cancel(child, childrenFirst);
            child = next;
        }

        if (!over && childrenFirst)
            MarkCanceled(context);
        context.Detach();
    }

    /// <summary>Offers a break to the executions around the sender, nearest first, until a loop stops it .</summary>
    public static void Break(ActivityContext sender)
    {
        for (var each = sender.Parent; each is not null; each = each.Parent)
        {
            each.IsBreaking = true;
            if (each.Node.Activity.IsLoop)
                return;
        }
    }

    /// <summary>Notes the outcomes of the nearest composite around the sender; loops on the way lose what is below them .</summary>
    public ActivityContext ChooseOutcomes(ActivityContext sender, IReadOnlyList<string> outcomes)
    {
        var composite = sender.Parent!;
        for (; !composite.Node.Activity.IsComposite; composite = composite.Parent!)
        {
            if (composite.Node.Activity.IsLoop)
                Cancel(composite, childrenFirst: true);
        }

        composite.ChosenOutcomes = outcomes;
        return composite;
    }

    /// <summary>Takes queued work that an execution owns or waits for out of the queue (S-12).</summary>
    public void Withdraw(ActivityContext context)
    {
        for (var link = _queue.First; link is not null;)
        {
            var next = link.Next;
            if (link.Value.Owner == context || link.Value.Existing == context)
                Remove(link);
            link = next;
        }
    }

    /// <summary>Cancels the instance and cleans up completely (S-13, R-6).</summary>
    public void CancelInstance(string reason)
    {
        while (_queue.First is { } first)
            Remove(first);
        if (Root is not null)
            Cancel(Root, childrenFirst: true);
        RemoveAllBookmarks();
        WriteForInstance(JournalEvents.WorkflowCancelled, reason);
        Move(WorkflowSubStatus.Cancelled);
    }

    /// <summary>Ends the instance for Finish: nothing is left to run or to wait for; records of ancestors stay Running.</summary>
    public void EndInstance()
    {
        while (_queue.First is { } first)
            Remove(first);
        RemoveAllBookmarks();
        Move(WorkflowSubStatus.Finished);
    }

    /// <summary>Records a fault (S-4) and applies the incident strategy (S-8).</summary>
    public void Fault(ActivityContext context, Exception exception)
    {
        var details = FailureDetails.Of(exception);
        Write(JournalEvents.Faulted, context, exception.Message, data: FailureJson.Write(details));
        context.Attach();
        context.SetStatus(ActivityStatus.Faulted);
        for (var each = context; each is not null; each = each.Parent)
            each.FaultCount++;
        var incident = new Incident(
            context.Node.Id, context.Node.NodeId, context.Id, context.Node.Type, exception.Message, details, Now);
        _incidents.Add(incident);
        _newIncidents.Add(incident);
        if (Workflow.Definition.Options.IncidentStrategy is not "ContinueWithIncidents")
            Move(WorkflowSubStatus.Faulted);
    }

    /// <summary>Queues a faulted execution again and takes its incidents back (S-16, R-6).</summary>
    public void Retry(ActivityContext context)
    {
        Reopen(context);
        Write(JournalEvents.Retried, context, null);
        Enqueue(new WorkItem(context.Node, context.Parent, context));
    }

    /// <summary>Makes a faulted execution ready to be completed without being run.</summary>
    public void Skip(ActivityContext context, string outcome)
    {
        Reopen(context);
        Write(JournalEvents.Skipped, context, $"Skipped with outcome '{outcome}'.");
    }

    public void Write(
        string eventName, ActivityContext context, string? message, IReadOnlyList<string>? outcomes = null, JsonNode? data = null)
        => _journal.Add(new JournalEntry(
            Instance.JournalSequence++, Now, eventName, context.Node, context.Id, context.Parent?.Id, message, outcomes, data));

    private void WriteForInstance(string eventName, string message)
        => _journal.Add(new JournalEntry(
            Instance.JournalSequence++, Now, eventName, Workflow.Root, Instance.Id.ToString("D"), null, message));

    private string NewContextId() => Turn.NewId().ToString("D");

    /// <summary>Forgets the incidents of an execution and of those below it, which are about to be cancelled.</summary>
    public void TakeBackFaults(ActivityContext context)
    {
        var handled = _incidents.RemoveAll(incident => incident.ActivityInstanceId == context.Id);
        for (var each = context; each is not null; each = each.Parent)
            each.FaultCount -= handled;
        foreach (var child in context.Children)
            TakeBackFaults(child);
    }

    /// <summary>Takes a fault back with what the failed execution had begun; what other executions did stays (S-16).</summary>
    private void Reopen(ActivityContext context)
    {
        var handled = _incidents.RemoveAll(incident => incident.ActivityInstanceId == context.Id);
        for (var each = context; each is not null; each = each.Parent)
            each.FaultCount -= handled;
        for (var child = context.FirstChild; child is not null;)
        {
            var next = child.NextSibling;
            Cancel(child, childrenFirst: true);
            child = next;
        }

        RemoveBookmarks(context);
        Instance.SubStatus = WorkflowSubStatus.Executing;
        Instance.FinishedAt = null;
        context.SetStatus(ActivityStatus.Running);
    }

    private void MarkCanceled(ActivityContext context)
    {
        context.SetStatus(ActivityStatus.Canceled);
        RemoveBookmarks(context.Node);
        Write(JournalEvents.Canceled, context, null);
    }

    private void Remove(LinkedListNode<WorkItem> link)
    {
        for (var owner = link.Value.Owner; owner is not null; owner = owner.Parent)
            owner.QueuedWork--;
        _queue.Remove(link);
    }

    private void Move(WorkflowSubStatus to)
    {
        if (Instance.Status == WorkflowStatus.Finished)
            return;
        Instance.SubStatus = to;
        if (Instance.Status == WorkflowStatus.Finished)
            Instance.FinishedAt = Now;
    }
}
