using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.FlowFork: leaves by all its branches at once .</summary>
internal sealed class FlowForkActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.FlowFork", "Branching", "Fork", "Leaves by several branches at once.")
            .Input(
                "Branches",
                TypeRef.ListOfString,
                "Names of the branches.",
                hint: UiHints.DynamicOutcomes,
                options: UiHints.FixedOutcomes())
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(context.Input<List<string>>("Branches") is { } branches ? ActivityResult.Outcomes(branches) : ActivityResult.Done);

    public override IEnumerable<string> Outcomes(ActivityNode node)
    {
        if (node.FindInput("Branches") is not { IsGiven: true } input)
            return ["Done"];
        // branches that are worked out at run time are not known here
        return input.Expression is { Type: "Literal" or "Object" or "Json" } expression ? Listed(expression.Value) : [];
    }

    private static List<string> Listed(object? value)
    {
        try
        {
            return (List<string>?)ValueConversion.Convert(value, TypeRef.ListOfString) ?? [];
        }
        catch (ConversionException)
        {
            // the expression check names the text that is no list
            return [];
        }
    }
}
