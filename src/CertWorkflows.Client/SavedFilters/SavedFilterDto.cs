namespace CertWorkflows.Client;

/// <summary>A filter of the inbox under a name.</summary>
public sealed record SavedFilterDto
{
    /// <summary>The filter's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; each of an owner's filters has another.</summary>
    public required string Name { get; init; }

    /// <summary>The query of the inbox's address, such as <c>view=overdue&amp;sort=priority</c>.</summary>
    public required string Query { get; init; }

    /// <summary>Whose it is; only they can change it.</summary>
    public required PersonDto Owner { get; init; }

    /// <summary>The group that may use it too; null for the owner alone.</summary>
    public string? SharedWith { get; init; }

    /// <summary>The version for <c>If-Match</c>.</summary>
    public required long Version { get; init; }
}

/// <summary>A filter to keep.</summary>
public sealed record SaveFilterRequest
{
    /// <summary>Its name; 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The query of the inbox's address; at most 1,000 characters.</summary>
    public required string Query { get; init; }

    /// <summary>One of the caller's groups that may use it too; nobody else when left out.</summary>
    public string? SharedWith { get; init; }
}
