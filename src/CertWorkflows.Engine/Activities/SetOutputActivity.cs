using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.SetOutput: writes an output of the workflow used as activity around it, or else of the instance .</summary>
internal sealed class SetOutputActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.SetOutput", "Composition", "Set Output", "Writes an output of the workflow.")
            .Input("OutputName", TypeRef.String, "Name of the output.", required: true, hint: UiHints.OutputPicker, displayName: "Output")
            .Input("OutputValue", TypeRef.Object, "Its value.", displayName: "Value")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var name = context.Input<string>("OutputName") ?? throw new WorkflowFaultException("An output needs a name, found none.");
        var value = context.Input("OutputValue");
        var user = context.Parent;
        while (user is not null && (user.Node.Activity as WorkflowAsActivity)?.Definition.Outputs.Any(output => output.Name == name) != true)
            user = user.Parent;
        if (user is null)
            context.SetInstanceOutput(name, value);
        else
            user.TrySetVariableById(name, value);
        return new(ActivityResult.Done);
    }
}
