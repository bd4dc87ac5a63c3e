using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.SetName: names the instance.</summary>
internal sealed class SetNameActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.SetName", "Primitives", "Set Name", "Names the workflow instance.")
            .Input("Value", TypeRef.String, "The name; empty clears it.", defaultValue: "")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.InstanceName = context.Input<string>("Value");
        return new(ActivityResult.Done);
    }
}
