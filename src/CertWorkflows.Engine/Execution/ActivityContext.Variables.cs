using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Execution;

public sealed partial class ActivityContext
{
    private static readonly IReadOnlyDictionary<string, JsonNode?> NoVariables = new Dictionary<string, JsonNode?>();

    private static readonly IReadOnlyDictionary<string, object?> NoValues = new Dictionary<string, object?>();

    private VariableSlot[]? _slots;
    private Dictionary<string, object?>? _dynamic;

    private enum SlotState
    {
        Default,
        Stored,
        Loaded,
    }

    /// <inheritdoc/>
    public IEnumerable<string> VariableNames
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var context = this; context is not null; context = context.Parent)
            {
                foreach (var name in (context._dynamic?.Keys ?? Enumerable.Empty<string>())
                    .Concat(context.Node.Variables.Select(variable => variable.Name)))
                {
                    if (seen.Add(name))
                        yield return name;
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool TryGetVariable(string name, out object? value)
    {
        for (var context = this; context is not null; context = context.Parent)
        {
            if (context._dynamic?.TryGetValue(name, out value) == true)
                return true;
            var index = context.IndexOf(name, byId: false);
            if (index < 0)
                continue;
            value = context.Load(index);
            return true;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public bool TryGetVariableById(string id, out object? value)
    {
        for (var context = this; context is not null; context = context.Parent)
        {
            var index = context.IndexOf(id, byId: true);
            if (index < 0)
                continue;
            value = context.Load(index);
            return true;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public void SetVariable(string name, object? value)
    {
        for (var context = this; context is not null; context = context.Parent)
        {
            if (context._dynamic?.ContainsKey(name) == true)
            {
                context._dynamic[name] = value;
                return;
            }

            var index = context.IndexOf(name, byId: false);
            if (index < 0)
                continue;
            context.Assign(index, value);
            return;
        }

        (NearestContainer._dynamic ??= new(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>Assigns the nearest variable with that id, converted to its type; <see langword="false"/> if there is none.</summary>
    public bool TrySetVariableById(string id, object? value)
    {
        for (var context = this; context is not null; context = context.Parent)
        {
            var index = context.IndexOf(id, byId: true);
            if (index < 0)
                continue;
            context.Assign(index, value);
            return true;
        }

        return false;
    }

    /// <summary>Its own declared variable of that id or name.</summary>
    internal VariableDefinition? FindVariable(string idOrName)
        => Node.Variables.FirstOrDefault(variable => variable.Id == idOrName) ?? Node.Variables.FirstOrDefault(variable => variable.Name == idOrName);

    internal void DeclareDynamic(IReadOnlyDictionary<string, object?>? variables)
    {
        foreach (var (name, value) in variables ?? NoValues)
        {
            // X-12a: a value passed at start is assigned to the declared variable of that name
            var declared = Parent is null ? IndexOf(name, byId: false) : -1;
            if (declared >= 0)
                Assign(declared, value);
            else
                (_dynamic ??= new(StringComparer.Ordinal))[name] = value;
        }
    }

    private void RestoreVariables(ContextState stored)
    {
        foreach (var (id, node) in stored.Variables)
        {
            var index = IndexOf(id, byId: true);
            if (index >= 0)
                Slots()[index] = new VariableSlot(SlotState.Stored, node);
        }

        if (stored.DynamicVariables.Count > 0)
        {
            _dynamic = stored.DynamicVariables.ToDictionary(
                pair => pair.Key, pair => StoredValue.Read(pair.Value), StringComparer.Ordinal);
        }
    }

    private IReadOnlyDictionary<string, JsonNode?> SaveVariables(bool isPaused)
    {
        if (_slots is null)
            return NoVariables;
        var saved = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var index = 0; index < _slots.Length; index++)
        {
            var variable = Node.Variables[index];
            if (_slots[index].State == SlotState.Default || !(variable.IsStored || isPaused))
                continue;
            saved[variable.Id] = _slots[index].State == SlotState.Stored
                ? (JsonNode?)_slots[index].Value
                : StoredValue.Write(_slots[index].Value);
        }

        return saved.Count == 0 ? NoVariables : saved;
    }

    private int IndexOf(string text, bool byId)
    {
        var variables = Node.Variables;
        for (var index = 0; index < variables.Count; index++)
        {
            if ((byId ? variables[index].Id : variables[index].Name) == text)
                return index;
        }

        return -1;
    }

    private VariableSlot[] Slots() => _slots ??= new VariableSlot[Node.Variables.Count];

    // scripts may change what they read, so a value that was read counts as written
    private object? Load(int index)
    {
        ref var slot = ref Slots()[index];
        if (slot.State == SlotState.Loaded)
            return slot.Value;
        var variable = Node.Variables[index];
        slot = new VariableSlot(SlotState.Loaded, slot.State == SlotState.Stored
            ? StoredValue.Read((JsonNode?)slot.Value, variable.Type)
            : InitialValue(variable));
        return slot.Value;
    }

    private void Assign(int index, object? value)
        => Slots()[index] = new VariableSlot(SlotState.Loaded, ValueConversion.Convert(value, Node.Variables[index].Type));

    internal static object? InitialValue(VariableDefinition variable)
    {
        try
        {
            return ValueConversion.Convert(variable.Default, variable.Type);
        }
        catch (ConversionException)
        {
            // D-17: a default that does not convert is no default
            return null;
        }
    }

    private readonly record struct VariableSlot(SlotState State, object? Value);
}
