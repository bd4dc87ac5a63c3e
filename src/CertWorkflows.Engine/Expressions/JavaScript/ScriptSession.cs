using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>One evaluation of one script: a fresh engine with what the script mentions (E-11, E-14 to E-17).</summary>
internal sealed class ScriptSession : IDisposable
{
    private readonly JintEngine _engine;
    private readonly PreparedScript _script;
    private readonly ScriptArguments? _arguments;
    private readonly ScriptValues _values;
    private readonly Dictionary<string, object?> _given = new(StringComparer.Ordinal);
    private readonly ExpressionLimits _limits;
    private JsObject? _variables;
    private ExceptionDispatchInfo? _hostFailure;

    public ScriptSession(
        Options options, PreparedScript script, ExpressionLimits limits, IExpressionScope scope,
        ScriptArguments? arguments)
    {
        _engine = new JintEngine(options);
        _script = script;
        _arguments = arguments;
        _limits = limits;
        _values = new ScriptValues(_engine, limits);
        Scope = scope;
        if (script.MayCall)
            ScriptGuards.Install(_engine, script, limits);
        ScriptTypes.Install(_engine, script, this);
        InstallVariables();
        InstallFunctions();
    }

    public IExpressionScope Scope { get; }

    /// <summary>Runs the script and writes its variables back.</summary>
    public object? Run()
    {
        var (result, variables) = Execute();
        foreach (var (name, value) in variables)
            Scope.SetVariable(name, value);
        return result;
    }

    public void Dispose() => _engine.Dispose();

    public JsValue Give(object? value) => _values.ToScript(value);

    public object? Take(JsValue[] arguments, int index) => _values.FromScript(arguments.At(index));

    public string? TakeText(JsValue[] arguments, int index) =>
        Take(arguments, index) is { } value ? ToText(value) : null;

    public byte[]? TakeBytes(JsValue[] arguments) =>
        ValueConversion.Convert(Take(arguments, 0), typeof(byte[])) as byte[];

    public JsValue GetVariable(string name) => Give(Scope.TryGetVariable(name, out var value) ? value : null);

    public JsValue SetVariable(string name, JsValue value)
    {
        Scope.SetVariable(name, _values.FromScript(value));
        if (_variables is not null)
        {
            _given.Remove(name);
            _variables.Set(name, value);
        }

        return JsValue.Undefined;
    }

    public JsValue GetInput(string name) => Give(Scope.TryGetInput(name, out var value) ? value : null);

    public JsValue SetOutcomes(IReadOnlyList<string> names)
    {
        _arguments!.Outcomes = names;
        return JsValue.Undefined;
    }

    /// <summary>A function that the script sees; an error of an expression becomes one the script can catch.</summary>
    public ClrFunction Function(string name, ScriptFunction function) => new(_engine, name, (_, arguments) =>
    {
        try
        {
            return function(this, arguments);
        }
        catch (Exception e) when (e is ExpressionException or ConversionException)
        {
            throw new JavaScriptException(_engine.Intrinsics.Error, e.Message, e);
        }
        catch (Exception e) when (e is not JintException)
        {
            _hostFailure ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    });

    [SuppressMessage(
        "Design", "CA1031", Justification = "Whatever the script provokes in its engine is the script's fault.")]
    private (object? Result, List<(string Name, object? Value)> Variables) Execute()
    {
        try
        {
            // nothing outside can settle a promise: one that is still open after the script's own jobs never will be
            var result = _engine.Evaluate(_script.Script).UnwrapIfPromise(TimeSpan.FromMilliseconds(1));
            var outcome = (_values.FromScript(result), ChangedVariables());
            _hostFailure?.Throw();
            return outcome;
        }
        catch (Exception e)
        {
            // a failure of the scope is not the script's: it passes as it is, even if the script caught it
            _hostFailure?.Throw();
            throw ScriptFailure.Of(e, _limits);
        }
    }

    private static string ToText(object value) =>
        value is double number ? TypeConverter.ToString(number) : ValueText.Of(value);

    private void InstallVariables()
    {
        if (!_script.Mentions("variables"))
            return;
        _variables = new JsObject(_engine);
        foreach (var name in _script.VariableNames)
        {
            if (!Scope.TryGetVariable(name, out var value))
                continue;
            _given[name] = value;
            _variables.FastSetDataProperty(name, Give(value));
        }

        _engine.SetValue("variables", _variables);
    }

    private void InstallFunctions()
    {
        foreach (var (name, function) in _script.Functions)
        {
            if (_arguments?.AllowOutcomes == true || !name.StartsWith("setOutcome", StringComparison.Ordinal))
                _engine.SetValue(name, (JsValue)Function(name, function));
        }

        if (_script.MayUseAccessors)
            ScriptAccessors.Install(_engine, _script, this);
        if (_script.Mentions("args"))
            _engine.SetValue("args", _arguments is null ? new JsObject(_engine) : Give(_arguments.Values));
    }

    /// <summary>Every property of <c>variables</c> goes back to its variable, read or written (E-16).</summary>
    private List<(string Name, object? Value)> ChangedVariables()
    {
        var values = new List<(string, object?)>();
        if (_variables is null)
            return values;
        foreach (var key in _variables.GetOwnPropertyKeys(Types.String))
        {
            var name = key.ToString();
            if (Scope.InputNames.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            var value = _variables.Get(key);
            values.Add((
                name,
                _given.TryGetValue(name, out var original) && _values.IsUnchanged(value, original)
                    ? original
                    : _values.FromScript(value)));
        }

        return values;
    }
}
