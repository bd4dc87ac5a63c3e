using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>The explicit table of Elsa's activities that this engine has.</summary>
public static class BuiltInActivities
{
    /// <summary>One shared instance per type, in the order of the catalogue.</summary>
    public static IReadOnlyList<Activity> All { get; } =
    [
        WorkflowActivity.Instance,
        new FlowchartActivity(),
        new SequenceActivity(),
        new ParallelActivity(),
        new ForkActivity(),
        new FlowNodeActivity(),
        new IfActivity(),
        new SwitchActivity(),
        new WhileActivity(),
        new ForActivity(),
        new ForEachActivity(),
        new ParallelForEachActivity(),
        new BreakActivity(),
        new StateMachineActivity(),
        new StartActivity(),
        new EndActivity(),
        new FinishActivity(),
        new CompleteActivity(),
        new FlowDecisionActivity(),
        new FlowSwitchActivity(),
        new FlowForkActivity(),
        new FlowJoinActivity(),
        new SetVariableActivity(),
        new SetOutputActivity(),
        new SetNameActivity(),
        new CorrelateActivity(),
        new FaultActivity(),
        new WriteLineActivity(),
        new RunJavaScriptActivity(),
        new EventActivity(),
        new HttpEndpointActivity(),
        new WriteHttpResponseActivity(),
        new WriteFileHttpResponseActivity(),
        new SendHttpRequestActivity(),
        new FlowSendHttpRequestActivity(),
        new DownloadHttpFileActivity(),
        new DelayActivity(),
        new StartAtActivity(),
        new TimerActivity(),
        new CronActivity(),
        new PublishEventActivity(),
        new RunTaskActivity(),
        new DispatchWorkflowActivity(),
        new ExecuteWorkflowActivity(),
        new BulkDispatchWorkflowsActivity(),
        NotFoundActivity.Instance,
    ];
}
