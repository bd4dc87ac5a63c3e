namespace CertWorkflows.Client;

/// <summary>A person, as other persons see them.</summary>
public sealed record PersonDto
{
    /// <summary>The unique name to log in with.</summary>
    public required string Username { get; init; }

    /// <summary>The name to show.</summary>
    public required string DisplayName { get; init; }
}
