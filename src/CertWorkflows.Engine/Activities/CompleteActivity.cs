using System.Collections;
using System.Globalization;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.Complete: ends the nearest composite with outcomes .</summary>
internal sealed class CompleteActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.Complete", "Composition", "Complete", "Ends the workflow with one or more outcomes.")
            .Input("Outcomes", TypeRef.Object, "One name or a list of names.", hint: UiHints.OutcomePicker)
            .Terminal()
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> outcomes = context.Input("Outcomes") switch
        {
            string name => [name],
            IDictionary => ["Done"],
            IEnumerable names => [.. names.Cast<object?>().Select(name => Convert.ToString(name, CultureInfo.InvariantCulture) ?? "")],
            _ => ["Done"],
        };
        return new(new ActivityResult.CompositeCompleted(outcomes));
    }
}
