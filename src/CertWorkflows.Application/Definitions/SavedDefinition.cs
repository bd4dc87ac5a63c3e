using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Application.Definitions;

/// <summary>A version after it was saved, published or retracted.</summary>
/// <param name="Latest">The latest version.</param>
/// <param name="Published">The number of the published version; null where none is.</param>
/// <param name="Problems">What is wrong with the latest version, errors first; none were looked for on retracting.</param>
/// <param name="WasPublished">Whether it was published before, so that publishing changed nothing.</param>
public sealed record SavedDefinition(
    DefinitionVersion Latest, int? Published, IReadOnlyList<DefinitionProblem> Problems, bool WasPublished = false);
