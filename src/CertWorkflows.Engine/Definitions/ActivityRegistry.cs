using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Definitions;

/// <summary>The activity types a host offers. Immutable and safe to share.</summary>
public sealed class ActivityRegistry
{
    private readonly Dictionary<string, SortedDictionary<int, Activity>> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkflowAsActivity> _workflows = new(StringComparer.Ordinal);

    /// <summary>Creates the registry from an explicit table.</summary>
    /// <param name="activities">One shared, stateless instance per type and version.</param>
    /// <exception cref="ArgumentException">Two activities have the same type name and version.</exception>
    public ActivityRegistry(IEnumerable<Activity> activities)
    {
        var descriptors = new List<ActivityDescriptor>();
        foreach (var activity in activities)
        {
            var descriptor = activity.Descriptor;
            if (!_types.TryGetValue(descriptor.TypeName, out var versions))
                _types[descriptor.TypeName] = versions = [];
            if (!versions.TryAdd(descriptor.Version, activity))
                throw new ArgumentException($"Activity type {descriptor.TypeName} version {descriptor.Version} is registered twice.", nameof(activities));
            descriptors.Add(descriptor);
        }

        Descriptors = descriptors;
    }

    private ActivityRegistry(ActivityRegistry types, IEnumerable<WorkflowAsActivity> workflows)
    {
        (_types, Descriptors) = (types._types, types.Descriptors);
        foreach (var workflow in types._workflows.Values.Concat(workflows))
            _workflows[workflow.Definition.Id] = workflow;
    }

    /// <summary>All descriptors, in the order of registration; without those of <see cref="With"/>.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors { get; }

    /// <summary>The same types and, for activities that name them by version id, these definitions (D-10).</summary>
    public ActivityRegistry With(IEnumerable<WorkflowAsActivity> workflows) => new(this, workflows);

    /// <summary>The activity of that type: that version if known, else the highest known one (D-6), else <see langword="null"/>.</summary>
    public Activity? Find(string type, int version)
        => !_types.TryGetValue(type, out var versions) ? null
            : versions.TryGetValue(version, out var exact) ? exact
            : versions.Values.Last();

    /// <summary>The type of an activity's JSON: a version id that is known decides alone (D-10); <see langword="null"/> where it names none.</summary>
    internal Activity? Find(JsonObject activity)
        => ActivityJson.Text(activity, WorkflowUse.VersionIdMember) is { } id && _workflows.TryGetValue(id, out var workflow)
            ? workflow
            : ActivityJson.Text(activity, "type") is { } type ? Find(type, ActivityJson.Number(activity, "version") ?? 1) : null;
}
