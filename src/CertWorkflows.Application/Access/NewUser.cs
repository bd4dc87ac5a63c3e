namespace CertWorkflows.Application.Access;

/// <summary>A person to take in.</summary>
public sealed record NewUser(
    string Username, string? DisplayName, string Password, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups);

/// <summary>What to change of a person; null leaves a member as it is.</summary>
public sealed record UserChange(
    string? DisplayName = null, IReadOnlyList<string>? Roles = null, IReadOnlyList<string>? Groups = null, bool? Disabled = null);
