using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>One instance of a definition, turn by turn.</summary>
internal sealed class Runner
{
    public static readonly DateTimeOffset Start0 = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly ExpressionEvaluator Evaluator = new(new ExpressionLimits());
    private readonly WorkflowInterpreter _interpreter;
    private int _turns;

    public Runner(JsonObject definition, IEnumerable<Activity>? extra = null, int maxActivitiesPerTurn = 100_000, FlowchartMode flowcharts = FlowchartMode.CounterBased)
    {
        Registry = new ActivityRegistry([.. BuiltInActivities.All, .. extra ?? []]);
        Workflow = CompiledWorkflow.Compile(DefinitionReader.Read(definition.ToJsonString()), Registry);
        _interpreter = new WorkflowInterpreter(Evaluator, maxActivitiesPerTurn, flowcharts);
    }

    public ActivityRegistry Registry { get; }

    public CompiledWorkflow Workflow { get; }

    public InstanceState? State { get; private set; }

    public DateTimeOffset Now { get; set; } = Start0;

    /// <summary>Whether the state goes through its stored form after each turn.</summary>
    public bool IsStoredBetweenTurns { get; init; }

    /// <summary>Whether turns that end at their activity limit are gone on with at once.</summary>
    public bool DrainsTurns { get; init; }

    /// <summary>Whether a request waits for what the turns answer.</summary>
    public bool IsRequest { get; set; }

    public List<string> Lines { get; } = [];

    public List<JournalEntry> Journal { get; } = [];

    public string Printed => string.Join(" | ", Lines);

    public string Status => $"{State!.Status}/{State.SubStatus}";

    public IReadOnlyList<Bookmark> Bookmarks => State!.Bookmarks;

    public static Runner Of(JsonObject root, params IEnumerable<(string Name, JsonNode? Value)> members)
        => new(Json.Definition(root, members));

    public Task<TurnResult> StartAsync(params IEnumerable<(string Name, object? Value)> input)
        => GiveAsync(new Stimulus.Start(input.ToDictionary(pair => pair.Name, pair => pair.Value)));

    public Task<TurnResult> EventAsync(string name, object? payload = null) => GiveAsync(new Stimulus.SendEvent(name, payload));

    public Task<TurnResult> ResumeAsync(Bookmark bookmark, params IEnumerable<(string Name, object? Value)> input)
        => GiveAsync(new Stimulus.ResumeBookmark(bookmark.Id, input.ToDictionary(pair => pair.Name, pair => pair.Value)));

    public async Task<TurnResult> GiveAsync(Stimulus stimulus)
    {
        _turns++;
        var turn = new SimpleTurn(Now, _turns) { IsRequest = IsRequest };
        var result = await _interpreter.RunAsync(
            Workflow, State, Guid.Parse("00000000-0000-0000-0000-000000000001"), stimulus, turn, TestContext.Current.CancellationToken);
        State = IsStoredBetweenTurns ? InstanceState.FromJson(result.State.ToJson()) : result.State;
        Lines.AddRange(result.Lines);
        Journal.AddRange(result.Journal);
        return result.HasMore && DrainsTurns ? await GiveAsync(new Stimulus.Continue()) : result;
    }

    /// <summary>The journal as <c>activity event</c> lines.</summary>
    public IEnumerable<string> Trace => Journal.Select(entry => $"{entry.ActivityId} {entry.EventName}");
}
