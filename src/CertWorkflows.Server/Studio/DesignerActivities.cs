using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>The activity types that the designer is told of: the one place that says which they are now.</summary>
internal sealed class DesignerActivities(ActivityRegistry registry)
{
    public ActivityRegistry Current { get; } = registry;
}
