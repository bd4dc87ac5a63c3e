using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Application.Definitions;

/// <summary>A version after it was saved, published or retracted.</summary>
/// <param name="Latest">The latest version.</param>
/// <param name="Published">The number of the published version; null where none is.</param>
/// <param name="Problems">What is wrong with the latest version, errors first; after retracting who still uses the definition.</param>
/// <param name="WasPublished">Whether it was published before, so that publishing changed nothing.</param>
public sealed record SavedDefinition(
    DefinitionVersion Latest, int? Published, IReadOnlyList<DefinitionProblem> Problems, bool WasPublished = false)
{
    /// <summary>What publishing did to the definitions that use this one, where it says that they follow it.</summary>
    public IReadOnlyList<UpdatedConsumer> Consumers { get; init; } = [];

    /// <summary>How many of them follow.</summary>
    public int ConsumingWorkflowCount => Consumers.Count(consumer => consumer.Update != ConsumerUpdate.Left);
}

/// <summary>A definition that uses a published one, and what publishing that one did to it.</summary>
/// <param name="Version">Number of its version that uses the new one; where it was left, of the version that goes on using the old one.</param>
/// <param name="Problems">What is wrong with it now, or forbade to change it.</param>
public sealed record UpdatedConsumer(string DefinitionId, int Version, ConsumerUpdate Update, IReadOnlyList<DefinitionProblem> Problems);

/// <summary>What became of a definition that uses a published one.</summary>
public enum ConsumerUpdate
{
    /// <summary>A new version was published.</summary>
    Published,

    /// <summary>Its draft was changed, or a new one made.</summary>
    Drafted,

    /// <summary>It was left as it is.</summary>
    Left,
}
