using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>The activity types that the designer is told of: the one place that says which they are now.</summary>
internal sealed class DesignerActivities(ActivityRegistry registry, DefinitionCatalog catalog, IWorkflowStore store)
{
    private volatile Known? _known;

    public ActivityRegistry Current => _known?.Types ?? registry;

    /// <summary>The host's types and, one for each version, the workflows that are usable as activities; no type and version twice.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors => _known?.Descriptors ?? registry.Descriptors;

    /// <summary>Before each call: takes in the workflows that were published as activities since, on whichever node.</summary>
    public async ValueTask<object?> RefreshAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await RefreshAsync(context.HttpContext.RequestAborted);
        return await next(context);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var workflows = await catalog.UsableAsync(db, cancellationToken);
        if (_known is not { } known || !workflows.SequenceEqual(known.Workflows))
        {
            _known = new Known(
                workflows,
                registry.With(workflows),
                [.. registry.Descriptors.Concat(workflows.Select(workflow => workflow.Descriptor)).DistinctBy(type => (type.TypeName, type.Version))]);
        }
    }

    private sealed record Known(IReadOnlyList<WorkflowAsActivity> Workflows, ActivityRegistry Types, IReadOnlyList<ActivityDescriptor> Descriptors);
}
