using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>Stands for an activity whose type is unknown; faults when it is reached (D-9).</summary>
internal sealed class NotFoundActivity : Activity
{
    public static readonly NotFoundActivity Instance = new();

    private NotFoundActivity()
    {
    }

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder(NotFound.TypeName, "System", "Not Found Activity", "Stands for an activity whose type is unknown.").Hidden().Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var (type, version) = Missing(context.Node);
        throw new WorkflowFaultException($"Activity type '{type}' version '{version}' could not be found.");
    }

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        var (type, _) = Missing(node);
        var asked = ActivityJson.Number(node.Source, "version") is { } version ? $" version {version}" : "";
        yield return RefusedTypes.Reason(type) is { } reason
            ? new DefinitionProblem("refused-activity-type", node.NodeId, $"Activity '{node.Id}' has the type '{type}', which is not supported: {reason}")
            : new DefinitionProblem("unknown-activity-type", node.NodeId, $"Activity type '{type}'{asked} is not known; the instance would fault here.");
    }

    // a connection may leave it by any outcome the missing type had
    public override IEnumerable<string> Outcomes(ActivityNode node) => [];

    /// <summary>Name and version of the missing type; version 0, since no version of it is known.</summary>
    private static (string Type, int Version) Missing(ActivityNode node)
        => ActivityJson.Text(node.Source, "type") is { } type and not NotFound.TypeName
            ? (type, 0)
            : (ActivityJson.Text(node.Source, "missingTypeName") ?? NotFound.TypeName, ActivityJson.Number(node.Source, "missingTypeVersion") ?? 0);
}
