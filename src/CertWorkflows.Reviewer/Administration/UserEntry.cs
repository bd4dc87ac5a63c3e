using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Administration;

/// <summary>What an admin enters about a user.</summary>
public sealed class UserEntry
{
    public string Username { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string Password { get; set; } = "";

    public HashSet<UserRole> Roles { get; } = [];

    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>A group that nobody belongs to yet.</summary>
    public string OtherGroup { get; set; } = "";

    /// <summary>All groups in a fixed order.</summary>
    public IEnumerable<string> AllGroups =>
        Groups.Append(OtherGroup.Trim()).Where(group => group.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>A user as they are.</summary>
    public static UserEntry Of(UserDto user)
    {
        var entry = new UserEntry { Username = user.Username, DisplayName = user.DisplayName };
        entry.Roles.UnionWith(user.Roles);
        entry.Groups.UnionWith(user.Groups);
        return entry;
    }
}
