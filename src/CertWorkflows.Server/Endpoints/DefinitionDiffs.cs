using System.Diagnostics;
using CertWorkflows.Client;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Differences of definitions in the API's words.</summary>
internal static class DefinitionDiffs
{
    public static WorkflowDiffDto Answer(string definitionId, int from, int to, DefinitionDiff diff) => new()
    {
        DefinitionId = definitionId,
        From = from,
        To = to,
        RunsAlike = diff.Activities.Count == 0 && diff.Connections.Count == 0 && diff.Members.Count == 0,
        Activities = [.. diff.Activities.Select(activity => new ActivityChangeDto
        {
            Change = activity.Kind switch
            {
                ActivityChangeKind.Added => ActivityChangeType.Added,
                ActivityChangeKind.Removed => ActivityChangeType.Removed,
                ActivityChangeKind.Moved => ActivityChangeType.Moved,
                ActivityChangeKind.Changed => ActivityChangeType.Changed,
                _ => throw new UnreachableException($"The change {activity.Kind} is not known."),
            },
            ActivityId = activity.Id,
            ActivityType = activity.Type,
            Name = activity.Name,
            FromContainer = activity.FromContainer,
            ToContainer = activity.ToContainer,
            Members = Members(activity.Members),
        })],
        Connections = [.. diff.Connections.Select(connection => new ConnectionChangeDto
        {
            Added = connection.IsAdded,
            Container = connection.Container,
            Source = connection.Source,
            Port = connection.Port,
            Target = connection.Target,
        })],
        Members = Members(diff.Members),
        Layout = diff.Layout,
    };

    private static IReadOnlyList<MemberChangeDto> Members(IEnumerable<MemberChange> changes) =>
        [.. changes.Select(change => new MemberChangeDto { Name = change.Name, From = change.From?.ToElement(), To = change.To?.ToElement() })];
}
