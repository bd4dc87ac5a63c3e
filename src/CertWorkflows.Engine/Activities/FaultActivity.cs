using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Fault: fails on purpose .</summary>
internal sealed class FaultActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Fault", "Primitives", "Fault", "Faults the workflow.")
            .Input("Code", TypeRef.String, "Code of the fault.")
            .Input("Category", TypeRef.String, "Its category.")
            .Input("FaultType", TypeRef.String, "Its type.", displayName: "Type")
            .Input("Message", TypeRef.String, "What went wrong.")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => throw new WorkflowFaultException(
            context.Input<string>("Message"), context.Input<string>("Code"), context.Input<string>("Category"), context.Input<string>("FaultType"));
}
