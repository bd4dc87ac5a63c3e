using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>A published definition as an activity type of its own (5.9). It runs inside the instance that uses it. The host
/// looks up which versions a definition uses and compiles it with them (<see cref="ActivityRegistry.With"/>).</summary>
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
            TypeName(definition),
            string.IsNullOrWhiteSpace(definition.Options.ActivityCategory) ? "Workflows" : definition.Options.ActivityCategory,
            definition.Name,
            definition.Description).Version(definition.Version);
        foreach (var input in definition.Inputs)
            builder.Input(input.Name, Type(input), input.Description, displayName: input.DisplayName);
        foreach (var output in definition.Outputs)
            builder.Output(output.Name, Type(output), output.Description);
        var declared = builder.Build();
        IEnumerable<string> outcomes = definition.Outcomes.Count == 0 ? ["Done"] : definition.Outcomes;
        Descriptor = declared with
        {
            Inputs = [.. declared.Inputs.Select(input => input with { IsSynthetic = true })],
            Outputs = [.. declared.Outputs.Select(output => output with { IsSynthetic = true })],
            Ports = [new Port("Root", null, PortType.Embedded, IsBrowsable: false), .. outcomes.Select(outcome => new Port(outcome, outcome))],
            CustomProperties = new JsonObject
            {
                ["RootType"] = "WorkflowDefinitionActivity",
                ["WorkflowDefinitionId"] = definition.DefinitionId,
                ["WorkflowDefinitionVersionId"] = definition.Id,
            },
            ConstructionProperties = new JsonObject
            {
                ["WorkflowDefinitionId"] = definition.DefinitionId,
                ["WorkflowDefinitionVersionId"] = definition.Id,
                ["Version"] = definition.Version,
            },
        };
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

    /// <summary>The name of a definition as an activity type: its own in Pascal case, without anything but letters and digits.
    /// Empty where it has none of them.</summary>
    public static string TypeName(WorkflowDefinition definition)
    {
        var name = definition.Name ?? definition.DefinitionId;
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

    private static TypeRef Type(ArgumentDefinition argument) => TypeRef.TryParse(argument.Type) ?? TypeRef.Object;
}
