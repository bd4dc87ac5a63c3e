using System.Diagnostics;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Benchmarks.Fuzz;

/// <summary>
/// Gives the engine damaged definitions and damaged instance states. It may refuse them, or run them and record incidents;
/// it may neither throw anything else nor take longer than its limits allow.
/// </summary>
internal sealed class FuzzCommand(ActivityRegistry registry, Mutator mutator, Random random)
{
    private const int MostTurns = 8;
    private const int ActivitiesPerTurn = 500;
    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly ExpressionEvaluator Evaluator = new(new ExpressionLimits { Timeout = TimeSpan.FromMilliseconds(250) });

    private readonly WorkflowInterpreter _interpreter = new(Evaluator, ActivitiesPerTurn);
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var minutes = arguments.Fraction("minutes", 10);
        var seed = arguments.Number("seed", 1);
        var folder = arguments.Text("corpus", "workflows");
        arguments.RefuseUnknown();
        var registry = new ActivityRegistry(BuiltInActivities.All);
        var corpus = Corpus.Load(folder, registry);
        var types = registry.Descriptors.Select(descriptor => descriptor.TypeName).ToList();
        Console.WriteLine($"{corpus.Count} definitions with {types.Count} activity types; {minutes} minutes from seed {seed}");

        var failures = new Dictionary<string, (int Case, string File)>(StringComparer.Ordinal);
        var all = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var begun = Stopwatch.GetTimestamp();
        var cases = 0;
        for (; Stopwatch.GetElapsedTime(begun).TotalMinutes < minutes && !cancellationToken.IsCancellationRequested; cases++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + cases));
            var fuzz = new FuzzCommand(registry, new Mutator(random, types), random);
            var (what, failure) = await fuzz.CaseAsync(corpus[random.Next(corpus.Count)]);
            foreach (var (outcome, count) in fuzz._outcomes)
            {
                all[outcome] = all.GetValueOrDefault(outcome) + count;
            }

            if (failure is not null && failures.TryAdd(Signature(failure), (cases, "")))
            {
                var file = Path.Combine(Path.GetTempPath(), $"fuzz-{seed}-{cases}.json");
                await File.WriteAllTextAsync(file, what, CancellationToken.None);
                failures[Signature(failure)] = (cases, file);
                Console.WriteLine($"FAIL case {cases}, {file}:\n{failure}\n");
            }
        }

        Console.WriteLine($"{cases} cases");
        foreach (var (outcome, count) in all)
        {
            Console.WriteLine($"{count,9} {outcome}");
        }

        Console.WriteLine(failures.Count == 0 ? "PASS" : $"FAIL ({failures.Count} kinds)");
        return failures.Count == 0 ? 0 : 1;
    }

    /// <summary>One damaged definition, run for some turns; between turns the state is now and then damaged too.</summary>
    private async Task<(string What, Exception? Failure)> CaseAsync(string original)
    {
        var what = mutator.Mutate(original);
        using var limit = new CancellationTokenSource(LongestCase);
        try
        {
            var definition = DefinitionReader.Read(what);
            _ = DefinitionReader.Read(DefinitionWriter.Write(definition));
            var problems = DefinitionValidator.Validate(definition, registry, Evaluator);
            Count(problems.Any(problem => !problem.IsWarning) ? "definitions that validation refuses" : "definitions that validation accepts");
            var workflow = CompiledWorkflow.Compile(definition, registry);
            await RunAsync(workflow, json => what = json, limit.Token);
        }
        catch (DefinitionException)
        {
            Count("definitions that cannot be read");
        }
#pragma warning disable CA1031 // whatever is thrown is what is looked for
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return (what, failure);
        }

        return (what, null);
    }

    private async Task RunAsync(CompiledWorkflow workflow, Action<string> about, CancellationToken cancellationToken)
    {
        var turn = new SimpleTurn(Now, random.Next());
        Stimulus stimulus = new Stimulus.Start(new Dictionary<string, object?> { ["x"] = "1" });
        InstanceState? state = null;
        for (var i = 0; i < MostTurns; i++)
        {
            try
            {
                var result = await _interpreter.RunAsync(workflow, state, turn.NewId(), stimulus, turn, cancellationToken);
                Count($"turns that end {result.State.SubStatus}");
                state = random.Next(8) == 0 ? Move(workflow, result.State) : result.State;
            }
            catch (AlterationException) when (state is not null)
            {
                Count("alterations that are refused");
            }

            var json = state.ToJson();
            if (random.Next(3) == 0)
            {
                json = mutator.Mutate(json);
                about(json);
            }

            try
            {
                state = InstanceState.FromJson(json);
            }
            catch (FormatException)
            {
                Count("states that cannot be read");
                return;
            }

            stimulus = Next(workflow, state);
            turn = new SimpleTurn(Now.AddDays(i + 1), random.Next());
        }
    }

    /// <summary>To the same version, with a map that makes sense or does not.</summary>
    private InstanceState Move(CompiledWorkflow workflow, InstanceState state)
    {
        var map = random.Next(2) == 0 ? [] : new Dictionary<string, string> { [Any(workflow.All).NodeId] = Any(workflow.All).NodeId };
        var plan = InstanceMigration.Plan(workflow, workflow, state, map);
        Count(plan.IsPossible ? "migrations" : "migrations that are refused");
        return plan.IsPossible ? InstanceMigration.Apply(plan, workflow, state, Now).State : state;
    }

    private Stimulus Next(CompiledWorkflow workflow, InstanceState state) => random.Next(9) switch
    {
        6 => new Stimulus.CancelActivity(Any(workflow.All).Id, null, "fuzz"),
        7 => new Stimulus.ScheduleActivity(Any(workflow.All).Id, null, "fuzz"),
        8 when workflow.All.SelectMany(node => node.Variables).ToList() is { Count: > 0 } variables =>
            new Stimulus.SetVariable(Any(variables).Name, null, Any<object?>([null, "x", 1, 2.5, true, new List<object?> { 1 }]), "fuzz"),
        0 => new Stimulus.SendEvent("x", null),
        1 => new Stimulus.RetryFaulted(null),
        2 when random.Next(4) == 0 => new Stimulus.Cancel("fuzz"),
        _ when state.Queue.Count > 0 => new Stimulus.Continue(),
        _ when state.Bookmarks.Count > 0 => new Stimulus.ResumeBookmark(
            state.Bookmarks[random.Next(state.Bookmarks.Count)].Id, new Dictionary<string, object?> { ["y"] = 2 }),
        _ => new Stimulus.Continue(),
    };

    private T Any<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    private static string Signature(Exception failure) =>
        $"{failure.GetType().Name} {failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CertWorkflows.Engine", StringComparison.Ordinal))}";
}
