using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Correlate: sets the instance's correlation id (B-14).</summary>
internal sealed class CorrelateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Correlate", "Primitives", "Correlate", "Sets the correlation id of the workflow instance.")
            .Input("CorrelationId", TypeRef.String, "The correlation id; none clears it.", displayName: "Correlation ID")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.CorrelationId = context.Input<string>("CorrelationId");
        return new(ActivityResult.Done);
    }
}
