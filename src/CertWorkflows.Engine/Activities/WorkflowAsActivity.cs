using System.Text;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>A published definition as an activity type of its own (5.9). It runs inside the instance that uses it. The host puts
/// one per usable version into the <see cref="ActivityRegistry"/>; the version that a node names is the one compiled in.</summary>
public sealed class WorkflowAsActivity : Activity
{
    /// <summary>Makes the type of a definition .</summary>
    public WorkflowAsActivity(WorkflowDefinition definition)
    {
        Definition = definition;
        Variables =
        [
            .. definition.Inputs.Select(input => new VariableDefinition(input.Name, input.Name, Type(input), null, input.IsStored)),
            .. definition.Outputs.Where(output => !definition.Inputs.Any(input => input.Name == output.Name))
                .Select(output => new VariableDefinition(output.Name, output.Name, Type(output), null, IsStored: true)),
        ];
        var builder = new DescriptorBuilder(
                PascalCase(definition.Name ?? definition.DefinitionId), definition.Options.ActivityCategory ?? "Workflows", definition.Name, definition.Description)
            .Version(definition.Version)
            .Outcomes(definition.Outcomes);
        foreach (var input in definition.Inputs)
            builder.Input(input.Name, Type(input), input.Description, displayName: input.DisplayName);
        foreach (var output in definition.Outputs)
            builder.Output(output.Name, Type(output), output.Description);
        Descriptor = builder.Build();
    }

    /// <summary>The definition that it runs.</summary>
    public WorkflowDefinition Definition { get; }

    /// <inheritdoc/>
    public override ActivityDescriptor Descriptor { get; }

    /// <summary>Inputs and outputs as variables .</summary>
    internal IReadOnlyList<VariableDefinition> Variables { get; }

    /// <inheritdoc/>
    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        foreach (var input in Definition.Inputs)
            context.TrySetVariableById(input.Name, context.Input(input.Name));
        return new(ActivityResult.Schedule(context.Node.Children[0]));
    }

    /// <inheritdoc/>
    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
    {
        foreach (var output in Definition.Outputs)
        {
            if (context.TryGetVariableById(output.Name, out var value))
                context.SetOutput(output.Name, value);
        }

        return new(ActivityResult.Outcomes(child.Outcomes));
    }

    /// <inheritdoc/>
    // outcomes that nothing chose are Done, and a Complete may choose what is not declared
    public override IEnumerable<string> Outcomes(ActivityNode node) => Definition.Outcomes.Append("Done").Distinct();

    private static TypeRef Type(ArgumentDefinition argument) => TypeRef.TryParse(argument.Type) ?? TypeRef.Object;

    private static string PascalCase(string name)
    {
        var text = new StringBuilder();
        var isStart = true;
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
                text.Append(isStart ? char.ToUpperInvariant(letter) : letter);
            isStart = !char.IsLetterOrDigit(letter);
        }

        return text.ToString();
    }
}
