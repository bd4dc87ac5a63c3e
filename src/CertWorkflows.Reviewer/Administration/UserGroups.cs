using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Administration;

/// <summary>The task groups there are: those that the workflows shipped with it name, and those that somebody belongs to.</summary>
internal static class UserGroups
{
    private static readonly string[] Shipped = ["certificates", "customer-care", "operators", "refunds", "supervisors"];

    public static IReadOnlyList<string> Of(IEnumerable<UserDto> users) =>
        [.. Shipped.Concat(users.SelectMany(user => user.Groups)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
