using System.Security.Claims;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Authentication;

/// <summary>The claims by which everything behind authentication knows the caller, whichever way they came.</summary>
internal static class ClaimNames
{
    public const string Id = "sub";
    public const string Name = "name";
    public const string DisplayName = "display";
    public const string Role = "role";
    public const string Group = "group";
    public const string Stamp = "stamp";
    public const string Session = "sid";

    public static ClaimsIdentity Identity(
        string scheme, string id, string name, string displayName, IEnumerable<string> roles, IEnumerable<string> groups) => new(
        [
            new Claim(Id, id),
            new Claim(Name, name),
            new Claim(DisplayName, displayName),
            .. roles.Select(role => new Claim(Role, role)),
            .. groups.Select(group => new Claim(Group, group)),
        ],
        scheme,
        Name,
        Role);

    public static Caller ToCaller(this ClaimsPrincipal principal) => new(
        principal.FindFirstValue(Name) ?? throw new InvalidOperationException("The endpoint lets in callers without a name."),
        Values(principal, Role),
        Values(principal, Group));

    private static HashSet<string> Values(ClaimsPrincipal principal, string type) =>
        principal.FindAll(type).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
}
