using System.Text.Json.Nodes;
using CertWorkflows.Client;
using CertWorkflows.TestKit;
using static CertWorkflows.Server.Tests.Scenarios.Definitions;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Instances that start others, over HTTP.</summary>
public sealed class ChildScenarios
{
    private static readonly SimulatedTaskAnswer Decision = new() { Activity = "decide", Outcome = "Yes", After = "P1D", By = "rita" };

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "S-13")]
    [Trait("Elsa", "R-6")]
    public async Task Cancel_OfAParent_CancelsItsChildrenAndTheirs(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("grandchild", Named("Grandchild", Event("E", "go")));
        await desk.PublishAsync("child", Named("Child", Calls("Elsa.DispatchWorkflow", "grandchild")));
        await desk.PublishAsync("parent", Named("Parent", Calls("Elsa.ExecuteWorkflow", "child")));
        var parent = await desk.Olga.Workflows.StartAsync("parent", new StartWorkflowRequest(), Desk.Key());
        var stranger = await desk.Olga.Workflows.StartAsync("grandchild", new StartWorkflowRequest(), Desk.Key());
        await desk.SettleAsync();
        var running = (await desk.Olga.Instances.ListAsync(new InstanceListRequest())).Items;
        Assert.Equal((4, 4), (running.Count, running.Count(instance => instance.SubStatus == InstanceSubStatus.Suspended)));

        await desk.Olga.Instances.CancelAsync(parent.Id, new CancelInstanceRequest { Reason = "Not needed any more." });
        await desk.SettleAsync();
        foreach (var instance in (await desk.Olga.Instances.ListAsync(new InstanceListRequest())).Items)
        {
            var isStranger = instance.Id == stranger.Id;
            Assert.Equal(isStranger ? InstanceSubStatus.Suspended : InstanceSubStatus.Cancelled, instance.SubStatus);
            Assert.NotEqual(isStranger, (await desk.TraceAsync(instance.Id)).Contains("Workflow cancelled", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Simulation_OfAParent_RunsItsChildrenAndTheirTasksOnTheSameClock(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("step", Usable("Step", Print("stepped")));
        await desk.PublishAsync("child", Named(
            "Child",
            Sequence(
                "S",
                Activity("Step", "K"),
                Activity("CertWorkflows.HumanTask", "decide", ("title", "Look"), ("group", "refunds"), ("outcomes", Input("List<String>", "Object", """["Yes","No"]"""))),
                Activity("CertWorkflows.Notify", "tell", ("to", Text("it@customer.example")), ("text", Text("Decided."))),
                Activity("Elsa.SetOutput", "O", ("outputName", Text("Answer")), ("outputValue", Text("yes")))),
            ("outputs", new JsonArray(new JsonObject { ["name"] = "Answer", ["type"] = "String" }))));
        await desk.PublishAsync("listener", Named("Listener", Sequence("S", Started("T", "told"), Print("heard"))));
        await desk.SaveAsync("parent", Named("Parent", Sequence(
            "S", Calls("Elsa.ExecuteWorkflow", "child"), Activity("Elsa.PublishEvent", "P", ("eventName", Text("told"))), Print("end"))));

        var report = await desk.Olga.Workflows.SimulateAsync(
            "parent", new SimulateWorkflowRequest { Answers = new SimulationAnswers { Tasks = [Decision] } });
        Assert.Equal((SimulationEnding.Over, InstanceSubStatus.Finished), (report.Ending, report.SubStatus));
        Assert.Equal(
            ["1 parent  Finished", "2 child 1 Finished", "3 listener  Finished"],
            report.Instances.Select(i => $"{i.Number} {i.DefinitionId} {i.Parent} {i.SubStatus}"));
        Assert.Equal("yes", report.Instances[1].Output["Answer"].GetString());
        Assert.Equal(
            ["1 start", "2 child child", "2 task decide: Yes", "2 effect mail: done", "1 child 2: Finished", "3 event told"],
            report.Steps.Select(step => $"{step.Instance} {step.Cause}"));
        Assert.Equal([Desk.Start, Desk.Start.AddDays(1)], report.Steps.Select(step => step.At).Distinct());
        Assert.Equal((2, "decide", "Yes"), Assert.Single(report.Tasks.Select(task => (task.Instance, task.ActivityId, task.Outcome))));
        Assert.Equal(["2 mail tell", "1 event P"], report.Messages.Select(message => $"{message.Instance} {message.Kind} {message.ActivityId}"));
        Assert.Empty((await desk.Olga.Instances.ListAsync(new InstanceListRequest())).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Elsa", "B-12")]
    public async Task Simulation_WithEventsBeforeAnybodyWaits_DeliversThemLikeTheServer(DatabaseKind kind)
    {
        await using var desk = await Desk.OpenAsync(kind);
        await desk.PublishAsync("early", Named("Early", Sequence("S", Wait("00:05:03"), Event("E", "go"), Wait("00:30:00"), Event("F", "late"))));
        var report = await desk.Olga.Workflows.SimulateAsync("early", new SimulateWorkflowRequest
        {
            Answers = new SimulationAnswers { Events = [new SimulatedEventAnswer { Name = "go" }, new SimulatedEventAnswer { Name = "late", After = "PT1M" }] },
        });
        Assert.Equal(SimulationEnding.Waiting, report.Ending);
        Assert.Equal(Desk.Start.AddMinutes(5).AddSeconds(10), report.Steps.Single(step => step.Cause == "event go" && step.Path.Count > 0).At);

        var real = await desk.Olga.Workflows.StartAsync("early", new StartWorkflowRequest(), Desk.Key());
        await desk.Olga.Events.SendAsync("go", new SendEventRequest());
        await desk.AdvanceAsync("PT1M");
        await desk.Olga.Events.SendAsync("late", new SendEventRequest());
        await desk.AdvanceAsync("PT1H");
        Assert.Equal("F", Assert.Single((await desk.Olga.Instances.GetAsync(real.Id)).Waits).ActivityId);

        static JsonObject Wait(string span) => Activity("Elsa.Delay", $"D{span[3..5]}", ("timeSpan", Input("TimeSpan", "Literal", span)));
    }

    private static JsonObject Calls(string type, string definitionId) => Activity(
        type, "D", ("workflowDefinitionId", Text(definitionId)), ("waitForCompletion", Input("Boolean", "Literal", true)));

    private static JsonObject Started(string id, string eventName)
    {
        var trigger = Event(id, eventName);
        trigger["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return trigger;
    }
}
