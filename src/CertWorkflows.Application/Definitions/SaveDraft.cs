namespace CertWorkflows.Application.Definitions;

/// <summary>A definition as an analyst or the designer hands it in.</summary>
/// <param name="DefinitionId">Logical id; a new one begins a new definition.</param>
/// <param name="Json">The Elsa 3 definition. Its own ids, version number and flags do not count (D-31).</param>
/// <param name="Revision">The revision that the change was made to; null to take what is there.</param>
/// <param name="Publish">Whether to publish it at once, in the same transaction.</param>
public sealed record SaveDraft(string DefinitionId, string Json, long? Revision = null, bool Publish = false)
{
    /// <summary>The open editor that saves, null for none. Its own earlier save does not make its next one stale: it sends the next before it has
    /// the answer, and again where the answer was lost.</summary>
    public string? Editor { get; init; }

    /// <summary>Whether members that <see cref="Json"/> lacks stay as they are stored: an editor sends only those that it knows.</summary>
    public bool KeepsOtherMembers { get; init; }
}
