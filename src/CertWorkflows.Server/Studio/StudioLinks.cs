using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// What the caller may do, as links: Studio does not understand 403, it hides what has no link. It edits a definition that has a link
/// <c>publish</c>, and the list is changeable where the list has a link <c>bulk-publish</c>.
/// </summary>
internal static class StudioLinks
{
    private const string Definitions = "/workflow-definitions";

    public static bool MayEdit(Caller caller) => caller.Has(Roles.Analyst);

    public static bool MayChangeList(Caller caller) => MayEdit(caller) || caller.Has(Roles.Publisher);

    /// <summary>Of one definition that is open.</summary>
    public static IReadOnlyList<StudioLink> Of(DefinitionVersion version, Caller caller, bool isReadonly) =>
        Links(version, !isReadonly && MayEdit(caller));

    /// <summary>Of a row in a list: who only publishes has its menu, but opens the definition to read.</summary>
    public static IReadOnlyList<StudioLink> OfRow(DefinitionVersion version, Caller caller, bool isReadonly) =>
        Links(version, !isReadonly && MayChangeList(caller));

    public static IReadOnlyList<StudioLink> OfList(Caller caller)
    {
        List<StudioLink> links = [new(Definitions, "self", "GET"), new($"{Definitions}/validation/is-name-unique", "is-name-unique", "GET")];
        if (MayChangeList(caller))
        {
            links.AddRange(
            [
                new("/bulk-actions/delete/workflow-definitions/by-definition-id", "bulk-delete-by-definition-id", "POST"),
                new("/bulk-actions/delete/workflow-definitions/by-id", "bulk-delete-by-id", "POST"),
                new("/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST"),
                new("/bulk-actions/retract/workflow-definitions/by-definition-ids", "bulk-retract", "POST"),
                new($"{Definitions}/import", "import", "POST"),
                new($"{Definitions}/import-files", "import-files", "POST"),
                new(Definitions, "create", "POST"),
            ]);
        }

        return links;
    }

    private static List<StudioLink> Links(DefinitionVersion version, bool mayChange)
    {
        var path = $"{Definitions}/{version.DefinitionId}";
        List<StudioLink> links =
        [
            new($"{Definitions}/by-id/{version.Id}", "self", "GET"),
            new($"{path}/execute", "execute", "POST"),
            new($"{path}/dispatch", "dispatch", "POST"),
            new($"{path}/export", "export", "GET"),
        ];
        if (mayChange)
        {
            links.AddRange(
            [
                new($"{path}/publish", "publish", "POST"),
                new($"{path}/retract", "retract", "POST"),
                new(path, "delete", "DELETE"),
                new($"{Definitions}/import", "import", "POST"),
            ]);
        }

        return links;
    }
}
