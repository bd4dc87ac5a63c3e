using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Break: leaves the loop around it .</summary>
internal sealed class BreakActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Break", "Looping", "Break", "Leaves the loop around it.").Terminal().Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken) => new(ActivityResult.Break);
}
