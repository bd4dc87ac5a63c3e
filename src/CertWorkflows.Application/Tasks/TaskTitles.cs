namespace CertWorkflows.Application.Tasks;

/// <summary>What a query may ask about the titles of tasks.</summary>
public static class TaskTitles
{
    /// <summary>Whether a title has two letters one after the other, as short Chinese names are; PostgreSQL has an index of those of the open tasks.</summary>
    /// <param name="title">The title, in any case.</param>
    /// <param name="pair">Two letters in lower case.</param>
    /// <exception cref="NotSupportedException">Called outside of a query.</exception>
    public static bool HasPair(string title, string pair) => throw new NotSupportedException($"Only a database answers whether '{title}' has '{pair}'.");
}
