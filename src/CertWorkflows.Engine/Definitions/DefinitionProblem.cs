namespace CertWorkflows.Engine.Definitions;

/// <summary>Something wrong with a definition.</summary>
/// <param name="Code">Kebab-case name of the rule, stable.</param>
/// <param name="NodeId">The activity's node id (D-7) or, for problems of form, the JSON path; <see langword="null"/> for the definition itself.</param>
/// <param name="Message">What was found, what was allowed and what would go wrong.</param>
/// <param name="IsWarning"><see langword="true"/> if publishing may go on.</param>
public sealed record DefinitionProblem(string Code, string? NodeId, string Message, bool IsWarning = false);
