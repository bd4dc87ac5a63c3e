namespace CertWorkflows.Application.Access;

/// <summary>A key as it is shown once, to who made it.</summary>
public sealed record CreatedApiKey(ApiKey ApiKey, string Key);
