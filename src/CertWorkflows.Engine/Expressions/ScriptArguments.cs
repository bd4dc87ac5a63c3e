namespace CertWorkflows.Engine.Expressions;

/// <summary>What an activity adds to one evaluation of a script, and what the script hands back beside its result.</summary>
public sealed class ScriptArguments
{
    /// <summary>Arguments for the script's <c>args</c> object, names in camelCase (E-15). Default: none.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = new Dictionary<string, object?>();

    /// <summary>Whether <c>setOutcome</c> and <c>setOutcomes</c> exist (only for RunJavaScript, E-14). Default: no.</summary>
    public bool AllowOutcomes { get; init; }

    /// <summary>The outcomes the script has set; null when it set none.</summary>
    public IReadOnlyList<string>? Outcomes { get; internal set; }
}
