namespace CertWorkflows.Application.Access;

/// <summary>Who asks: a person, a program or the system itself.</summary>
/// <param name="Name">User name or API key name; what audit and separation of duties go by.</param>
public sealed record Caller(string Name, IReadOnlySet<string> Roles, IReadOnlySet<string> Groups)
{
    /// <summary>The system acting by itself: deadlines, effects, provisioning.</summary>
    public static Caller System { get; } = new("system", new HashSet<string>(), new HashSet<string>());

    public bool Has(string role) => Roles.Contains(role);

    public bool IsIn(string group) => Groups.Contains(group);
}
