namespace CertWorkflows.Engine.Activities;

/// <summary>Activities of Elsa that this engine leaves out on purpose, with the reason (5.11, 5.12).</summary>
internal static class RefusedTypes
{
    private const string AlterationPlan = "it is a part of Elsa's own alteration plans; here the operations API alters instances.";
    private const string CodeOnly = "it is made in program code and has no form in a definition.";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["UserTask"] = "it belongs to Elsa 3.9; use CertWorkflows.HumanTask.",
        ["ReadLine"] = "a server has no standard input to read; wait for an event instead.",
        ["BpmnProcess"] = "BPMN needs an interpreter of its own; draw the process as a flowchart.",
        ["SubmitAlterationPlan"] = AlterationPlan,
        ["GenerateAlterationJobs"] = AlterationPlan,
        ["DispatchAlterationJobs"] = AlterationPlan,
        ["CompleteAlterationPlan"] = AlterationPlan,
        ["AlterationPlanCompleted"] = AlterationPlan,
        ["Inline"] = CodeOnly,
        ["DynamicActivity"] = CodeOnly,
        ["HostMethodActivity"] = CodeOnly,
        ["Composite"] = CodeOnly,
        ["Container"] = CodeOnly,
    };

    /// <summary>Why the type is left out; <see langword="null"/> for a type that is merely unknown.</summary>
    public static string? Reason(string type)
        => type.StartsWith("Elsa.", StringComparison.Ordinal) ? Reasons.GetValueOrDefault(type[(type.LastIndexOf('.') + 1)..]) : null;
}
