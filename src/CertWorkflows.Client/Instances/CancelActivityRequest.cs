using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>A request to cancel one activity under way.</summary>
public sealed record CancelActivityRequest
{
    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The execution, where the activity is under way in several; can be left out otherwise.</summary>
    public string? ActivityInstanceId { get; init; }

    /// <summary>Why; it goes into the journal and the audit trail.</summary>
    public required string Reason { get; init; }
}

/// <summary>A request to run an activity of a flowchart out of turn.</summary>
public sealed record ScheduleActivityRequest
{
    /// <summary>The activity.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The execution of the flowchart, where it is under way in several; can be left out otherwise.</summary>
    public string? ContainerInstanceId { get; init; }

    /// <summary>Why; it goes into the journal and the audit trail.</summary>
    public required string Reason { get; init; }
}

/// <summary>A request to set a variable.</summary>
public sealed record SetVariableRequest
{
    /// <summary>Its id or its name.</summary>
    public required string Variable { get; init; }

    /// <summary>The execution that has it, where several have one of that name; can be left out otherwise.</summary>
    public string? ActivityInstanceId { get; init; }

    /// <summary>The value; it must fit the variable's type. At most 65,536 characters of JSON.</summary>
    public required JsonElement Value { get; init; }

    /// <summary>Why; it goes into the journal and the audit trail.</summary>
    public required string Reason { get; init; }
}

/// <summary>A stored variable of an instance.</summary>
public sealed record InstanceVariableDto
{
    /// <summary>Its id in the definition.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, by which scripts know it.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>The activity that has it; the workflow's own id for the definition's variables.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The execution of that activity.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>Its value; the default where it was never set.</summary>
    public required JsonElement? Value { get; init; }
}
