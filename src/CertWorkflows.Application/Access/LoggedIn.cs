namespace CertWorkflows.Application.Access;

/// <summary>A person who has proved who they are, the session that came of it, and the token that continues it.</summary>
public sealed record LoggedIn(User User, Guid Session, string RefreshToken);

/// <summary>The name, password or token is not right. Never says which, so that names cannot be found out.</summary>
public sealed class RefusedLogInException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
