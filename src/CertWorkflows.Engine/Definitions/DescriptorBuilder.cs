using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Declares an activity type once, in the order in which its inputs are evaluated.</summary>
public sealed class DescriptorBuilder
{
    private readonly List<InputDescriptor> _inputs = [];
    private readonly List<OutputDescriptor> _outputs = [];
    private readonly List<Port> _ports = [];
    private ActivityDescriptor _descriptor;

    /// <summary>Starts a descriptor of version 1.</summary>
    /// <param name="typeName">Full type name such as <c>Elsa.Delay</c>.</param>
    /// <param name="category">Group in the toolbox.</param>
    /// <param name="displayName">Title; <see langword="null"/> takes the last part of the type name.</param>
    /// <param name="description">Tooltip.</param>
    public DescriptorBuilder(string typeName, string category, string? displayName = null, string? description = null)
    {
        var dot = typeName.LastIndexOf('.');
        var name = typeName[(dot + 1)..];
        _descriptor = new ActivityDescriptor
        {
            TypeName = typeName,
            Namespace = dot < 0 ? "" : typeName[..dot],
            Name = name,
            Category = category,
            DisplayName = displayName ?? name,
            Description = description,
        };
    }

    /// <summary>Adds an input.</summary>
    /// <param name="name">Pascal-cased name.</param>
    /// <param name="type">Type of the evaluated value.</param>
    /// <param name="description">Helper text.</param>
    /// <param name="defaultValue">Value where the definition says nothing.</param>
    /// <param name="defaultReplacesNull">The † of the catalogue: the default also replaces a JSON null.</param>
    /// <param name="required">Whether publishing is refused without it.</param>
    /// <param name="hint">Editor; <see langword="null"/> chooses by type.</param>
    /// <param name="options">Editor options.</param>
    /// <param name="wrapped">Whether it is stored as an expression.</param>
    /// <param name="displayName">Label; <see langword="null"/> takes the name.</param>
    /// <param name="syntax">Expression type the editor starts with.</param>
    /// <param name="sensitive">Whether values are withheld from records.</param>
    /// <param name="evaluated">Whether it is evaluated before the activity runs (E-2).</param>
    public DescriptorBuilder Input(
        string name,
        TypeRef type,
        string? description = null,
        object? defaultValue = null,
        bool defaultReplacesNull = false,
        bool required = false,
        string? hint = null,
        JsonObject? options = null,
        bool wrapped = true,
        string? displayName = null,
        string? syntax = null,
        bool sensitive = false,
        bool evaluated = true)
    {
        _inputs.Add(new InputDescriptor
        {
            Name = name,
            Type = type,
            DisplayName = displayName ?? name,
            Description = description,
            DefaultValue = defaultValue,
            DefaultReplacesNull = defaultReplacesNull,
            IsRequired = required,
            UiHint = hint ?? (type == TypeRef.Boolean ? UiHints.CheckBox : UiHints.SingleLine),
            UiSpecifications = options,
            IsWrapped = wrapped,
            DefaultSyntax = syntax,
            IsSensitive = sensitive,
            IsAutoEvaluated = evaluated,
            Order = _inputs.Count,
        });
        return this;
    }

    /// <summary>Adds an output.</summary>
    public DescriptorBuilder Output(string name, TypeRef type, string? description = null)
    {
        _outputs.Add(new OutputDescriptor(name, type, description, _outputs.Count));
        return this;
    }

    /// <summary>Adds outcomes.</summary>
    public DescriptorBuilder Outcomes(params IEnumerable<string> names)
    {
        _ports.AddRange(names.Select(name => new Port(name, name)));
        return this;
    }

    /// <summary>Adds slots for one child each.</summary>
    public DescriptorBuilder Slots(params IEnumerable<string> names)
    {
        _ports.AddRange(names.Select(name => new Port(name, name, PortType.Embedded)));
        return this;
    }

    /// <summary>Sets the kind; default Action.</summary>
    public DescriptorBuilder Kind(ActivityKind kind)
    {
        _descriptor = _descriptor with { Kind = kind };
        return this;
    }

    /// <summary>Marks it as a container of children with variables of its own.</summary>
    public DescriptorBuilder Container()
    {
        _descriptor = _descriptor with { IsContainer = true };
        return this;
    }

    /// <summary>Marks it as a start node.</summary>
    public DescriptorBuilder StartNode()
    {
        _descriptor = _descriptor with { IsStart = true };
        return this;
    }

    /// <summary>Marks it as terminal (F-5).</summary>
    public DescriptorBuilder Terminal()
    {
        _descriptor = _descriptor with { IsTerminal = true };
        return this;
    }

    /// <summary>Hides it from the toolbox.</summary>
    public DescriptorBuilder Hidden()
    {
        _descriptor = _descriptor with { IsBrowsable = false };
        return this;
    }

    /// <summary>Sets the version of the type; default 1.</summary>
    public DescriptorBuilder Version(int version)
    {
        _descriptor = _descriptor with { Version = version };
        return this;
    }

    /// <summary>The descriptor as declared so far.</summary>
    public ActivityDescriptor Build() => _descriptor with { Inputs = [.. _inputs], Outputs = [.. _outputs], Ports = [.. _ports] };
}
