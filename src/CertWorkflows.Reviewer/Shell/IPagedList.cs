namespace CertWorkflows.Reviewer.Shell;

/// <summary>A list that grows page by page, and where it stands; see <see cref="ListStatus"/>.</summary>
public interface IPagedList
{
    /// <summary>How many are there so far.</summary>
    int Count { get; }

    /// <summary>An answer is awaited.</summary>
    bool Loading { get; }

    /// <summary>Whether there are more.</summary>
    bool HasMore { get; }

    /// <summary>Why the last question failed; null when it did not.</summary>
    ShownProblem? Problem { get; }
}
