using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.RunJavaScript: runs a script that may choose the outcomes .</summary>
internal sealed class RunJavaScriptActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.RunJavaScript", "Scripting", "Run JavaScript", "Runs a script; setOutcome and setOutcomes choose how it goes on.")
            .Input("Script", TypeRef.String, "The script.", defaultValue: "", hint: UiHints.CodeEditor, syntax: "Literal")
            .Input(
                "PossibleOutcomes",
                TypeRef.ListOfString,
                "The outcomes to offer on the canvas.",
                hint: UiHints.DynamicOutcomes,
                displayName: "Possible outcomes")
            .Output("Result", TypeRef.Object, "What the script returned.")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var script = context.Input<string>("Script");
        if (string.IsNullOrWhiteSpace(script))
            return new(ActivityResult.Done);
        var arguments = new ScriptArguments { AllowOutcomes = true };
        // an error of the script is the activity's own fault, without the words that failing inputs have (E-18)
        if (context.Evaluate(new Expression("JavaScript", script), TypeRef.Object, arguments) is { } result)
            context.SetOutput("Result", result);
        return new(arguments.Outcomes is { } outcomes ? ActivityResult.Outcomes(outcomes) : ActivityResult.Done);
    }

    public override IEnumerable<string> Outcomes(ActivityNode node)
    {
        var declared = Declared(node) ?? [];
        // outcomes that only the script's text knows are not known here
        var mayChoose = node.FindInput("Script")?.Constant is not string script || script.Contains("setOutcome", StringComparison.Ordinal);
        return declared.Count == 0 && mayChoose ? [] : declared.Append("Done").Distinct();
    }

    private static List<string>? Declared(ActivityNode node)
    {
        try
        {
            return ValueConversion.Convert(node.FindInput("PossibleOutcomes")?.Expression?.Value, TypeRef.ListOfString) as List<string>;
        }
        catch (ConversionException)
        {
            // the validator names the expression that does not convert
            return null;
        }
    }
}
