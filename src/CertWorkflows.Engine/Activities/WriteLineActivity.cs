using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.WriteLine: one line of text (5.3). It becomes part of the turn's result; the host decides where it goes.</summary>
internal sealed class WriteLineActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.WriteLine", "Console", "Write Line", "Writes a line of text.")
            .Input("Text", TypeRef.String, "The text.")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.WriteLine(context.Input<string>("Text"));
        return new(ActivityResult.Done);
    }
}
