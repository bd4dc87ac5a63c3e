namespace CertWorkflows.Engine.Definitions;

/// <summary>A definition that cannot be read at all; lists every problem found.</summary>
public sealed class DefinitionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">At least one.</param>
    public DefinitionException(IReadOnlyList<DefinitionProblem> problems)
        : base(string.Join("; ", problems.Select(problem => problem.NodeId is null ? problem.Message : $"{problem.NodeId}: {problem.Message}")))
        => Problems = problems;

    /// <summary>All problems; <see cref="DefinitionProblem.NodeId"/> is the JSON path.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; }
}
