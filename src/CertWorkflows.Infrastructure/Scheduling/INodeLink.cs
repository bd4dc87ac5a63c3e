namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>What the nodes on one database tell each other; a node that misses a word finds out by its sweep.</summary>
internal interface INodeLink
{
    /// <summary>From now on every word of another node is given to the listener.</summary>
    void Subscribe(Action<NodeWord> listener);

    /// <summary>Tells the other nodes; does not block or throw.</summary>
    void Announce(NodeWord word);
}

/// <summary>There is one node only.</summary>
internal sealed class NoOtherNodes : INodeLink
{
    public void Subscribe(Action<NodeWord> listener)
    {
        // nobody to hear
    }

    public void Announce(NodeWord word)
    {
        // nobody to tell
    }
}
