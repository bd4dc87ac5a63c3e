namespace CertWorkflows.Reviewer.Shell;

/// <summary>Why a call failed, in the user's language.</summary>
/// <param name="Code">The problem's code; empty when the answer had none.</param>
/// <param name="Text">What to tell the user.</param>
/// <param name="Rule">The id of the rule that refused; null when none did.</param>
/// <param name="TraceId">What to quote to the operators; null when they cannot help.</param>
/// <param name="Errors">What is wrong with the request, by the path of the field.</param>
public sealed record ShownProblem(
    string Code,
    string Text,
    string? Rule,
    string? TraceId,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Errors);
