using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Definitions;

/// <summary>What an activity type is: its name, ports, inputs and outputs. The designer shows it, the compiler reads
/// definitions by it. Its JSON form (camelCase) is the one Elsa Studio expects.</summary>
public sealed record ActivityDescriptor
{
    /// <summary>Full type name, the value of <c>type</c> in a definition, e.g. <c>Elsa.Delay</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The part of <see cref="TypeName"/> before its last dot.</summary>
    public required string Namespace { get; init; }

    /// <summary>The part of <see cref="TypeName"/> after its last dot; prefix of generated activity ids (D-7).</summary>
    public required string Name { get; init; }

    /// <summary>Version of the type; one name may exist in several versions. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Group in the toolbox.</summary>
    public required string Category { get; init; }

    /// <summary>Title in toolbox and canvas; <see langword="null"/> shows <see cref="Name"/>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Tooltip; may be <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Default <see cref="ActivityKind.Action"/>.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>Inputs in the order in which they are evaluated (E-2).</summary>
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>Outputs in declaration order.</summary>
    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];

    /// <summary>Outcomes and child slots. An activity without flow ports that is not terminal has the outcome Done.</summary>
    public IReadOnlyList<Port> Ports { get; init; } = [];

    /// <summary>Free extra members for the designer.</summary>
    public JsonObject CustomProperties { get; init; } = [];

    /// <summary>Members copied onto an activity newly dropped on the canvas.</summary>
    public JsonObject ConstructionProperties { get; init; } = [];

    /// <summary>Whether children live inside it.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Whether the toolbox offers it. Default <see langword="true"/>.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it is a start node, without an inbound port.</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether its completion ends the enclosing flowchart or sequence (F-5).</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The input of that Pascal-cased name, or <see langword="null"/>.</summary>
    public InputDescriptor? FindInput(string name) => Inputs.FirstOrDefault(input => input.Name == name);
}

/// <summary>Kinds of activity; only <see cref="Trigger"/> and <see cref="Action"/> differ in this engine: a trigger may start a workflow.</summary>
public enum ActivityKind
{
    /// <summary>Does something when reached.</summary>
    Action,

    /// <summary>Can also start a workflow (B-5).</summary>
    Trigger,

    /// <summary>Always in the background .</summary>
    Job,

    /// <summary>In the background on request .</summary>
    Task,
}

/// <summary>An outcome or a slot for a child.</summary>
/// <param name="Name">Outcome name, or Pascal-cased name of the property that holds the child.</param>
/// <param name="DisplayName">Label; <see langword="null"/> shows the name.</param>
/// <param name="Type">Flow or embedded.</param>
/// <param name="IsBrowsable">Whether the designer shows it.</param>
public sealed record Port(string Name, string? DisplayName = null, PortType Type = PortType.Flow, bool IsBrowsable = true);

/// <summary>Kinds of <see cref="Port"/>.</summary>
public enum PortType
{
    /// <summary>An outcome that connections leave from.</summary>
    Flow,

    /// <summary>A slot inside the activity that holds one child.</summary>
    Embedded,
}
