using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>
/// Checks in front of the few native functions that build text or memory of any size in one call. The engine looks
/// at its limits between statements only, so a single <c>'x'.repeat(500000000)</c> would pass all of them.
/// </summary>
internal sealed class ScriptGuards
{
    private const int Escaped = 2;
    private const int NormalizedGrowth = 18;
    private readonly JintEngine _engine;
    private readonly ScriptWeight _weight;
    private readonly long _maxCharacters;
    private readonly int _maxElements;

    private ScriptGuards(JintEngine engine, ExpressionLimits limits)
    {
        _engine = engine;
        _maxCharacters = limits.MemoryBytes / sizeof(char);
        _maxElements = limits.MaxArrayLength;
        _weight = new ScriptWeight(_maxCharacters, _maxElements);
    }

    /// <summary>Puts the checks into the engine that the script's words and implied conversions need.</summary>
    public static void Install(JintEngine engine, PreparedScript script, ExpressionLimits limits)
    {
        var guards = new ScriptGuards(engine, limits);
        guards.GuardText();
        guards.GuardArrays();
        if (script.Mentions("JSON"))
            Wrap(engine.GetValue("JSON").AsObject(), "stringify", guards.Stringify, engine);
        if (script.Mentions("Object"))
            guards.GuardObject();
        ScriptBuffers.Install(engine, script, limits);
    }

    private void GuardText()
    {
        var prototype = _engine.GetValue("String").AsObject().Get("prototype").AsObject();
        Wrap(prototype, "repeat", Repeat, _engine);
        Wrap(prototype, "concat", Concat, _engine);
        Wrap(prototype, "replace", (t, a) => Replace(t, a, all: false), _engine);
        Wrap(prototype, "replaceAll", (t, a) => Replace(t, a, all: true), _engine);
        Wrap(prototype, "normalize", Normalize, _engine);
    }

    /// <summary>Arrays become text by name and by any <c>'' + array</c>, which names nothing.</summary>
    private void GuardArrays()
    {
        var prototype = _engine.Intrinsics.Array.PrototypeObject;
        Wrap(prototype, "join", Join, _engine);
        Wrap(prototype, "toString", (t, _) => Join(t, []), _engine);
        Wrap(prototype, "toLocaleString", (t, _) => Join(t, []), _engine);
    }

    private void GuardObject()
    {
        foreach (var name in new[] { "keys", "values", "entries", "getOwnPropertyNames", "getOwnPropertyDescriptors" })
            Wrap(_engine.Intrinsics.Object, name, (_, a) => RequireElements(a.At(0)), _engine);
        Wrap(_engine.Intrinsics.Object, "assign", (_, a) => Array.ForEach(a, RequireElements), _engine);
    }

    private static void Wrap(ObjectInstance owner, string name, Action<JsValue, JsValue[]> check, JintEngine engine)
    {
        if (owner.Get(name) is not Function original)
            return;
        var guarded = new ClrFunction(engine, name, (target, arguments) =>
        {
            check(target, arguments);
            return engine.Call(original, target, arguments);
        });
        owner.FastSetProperty(
            name, new PropertyDescriptor(guarded, writable: true, enumerable: false, configurable: true));
    }

    private void Repeat(JsValue target, JsValue[] arguments)
    {
        var count = Settle(arguments, 0, TypeConverter.ToNumber);
        if (count > 0)
            RequireCharacters(Length(target) * count);
    }

    private void Concat(JsValue target, JsValue[] arguments)
    {
        double sum = Length(target);
        for (var i = 0; i < arguments.Length; i++)
            sum += SettleText(arguments, i).Length;
        RequireCharacters(sum);
    }

    private void Normalize(JsValue target, JsValue[] arguments) =>
        RequireCharacters((double)Length(target) * NormalizedGrowth);

    private void Replace(JsValue target, JsValue[] arguments, bool all)
    {
        if (arguments.At(1) is Function || arguments.Length < 2)
            return;
        var text = TypeConverter.ToString(target);
        var replacement = SettleText(arguments, 1);
        double each = replacement.Length;
        if (replacement.Contains('$', StringComparison.Ordinal))
            each *= 1 + (text.Length / 2.0);
        var count = arguments[0] is not JsString pattern ? text.Length + 1
            : all ? Occurrences(text, pattern.ToString())
            : 1;
        RequireCharacters(text.Length + (each * count));
    }

    private void Join(JsValue target, JsValue[] arguments)
    {
        var separator = arguments.Length == 0 || arguments[0].IsUndefined() ? 1 : SettleText(arguments, 0).Length;
        _weight.RequireJoinable(target, separator);
    }

    private void Stringify(JsValue target, JsValue[] arguments) =>
        _weight.RequireJson(arguments.At(0), indented: !arguments.At(2).IsUndefined(), Escaped);

    private void RequireElements(JsValue value)
    {
        if (value is JsString text && text.Length > _maxElements)
        {
            throw ScriptFailure.Of(
                $"A text of {text.Length} characters is too long for this; allowed are {_maxElements}.");
        }
    }

    private void RequireCharacters(double characters)
    {
        if (characters > _maxCharacters)
            throw ScriptWeight.TooLong(_maxCharacters);
    }

    private static int Length(JsValue target) =>
        target is JsString text ? text.Length : TypeConverter.ToString(target).Length;

    /// <summary>Converts an argument once, so that the native function sees the value that was checked.</summary>
    private static double Settle(JsValue[] arguments, int index, Func<JsValue, double> convert)
    {
        if (index >= arguments.Length)
            return 0;
        var number = convert(arguments[index]);
        arguments[index] = JsNumber.Create(number);
        return number;
    }

    private static string SettleText(JsValue[] arguments, int index)
    {
        var text = TypeConverter.ToString(arguments[index]);
        arguments[index] = new JsString(text);
        return text;
    }

    private static int Occurrences(string text, string pattern)
    {
        if (pattern.Length == 0)
            return text.Length + 1;
        var count = 0;
        for (var at = 0; (at = text.IndexOf(pattern, at, StringComparison.Ordinal)) >= 0; at += pattern.Length)
            count++;
        return count;
    }
}
