using Jint;
using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>
/// The .NET types that scripts may use (E-15), and chance. Whatever would tell the time, draw an id or a random
/// number takes it from the turn, so that a repeated turn computes the same.
/// </summary>
internal static class ScriptTypes
{
    /// <summary>Names of the language that block the thread, hide a clock or run text.</summary>
    private static readonly string[] Removed =
        ["Atomics", "SharedArrayBuffer", "ShadowRealm", "WeakRef", "FinalizationRegistry", "Temporal"];

    /// <summary>Types whose values are plain objects here: <c>new HttpHeaders({ a: 'b' })</c> is <c>{ a: 'b' }</c>.</summary>
    private static readonly string[] Objects =
    [
        "ExpandoObject", "JsonObject", "HttpHeaders", "Downloadable", "HttpResilienceStrategy", "HttpRequest", "HttpResponse",
        "HttpResponseMessage", "HttpFile", "FormFile", "RouteData",
    ];

    private static readonly Prepared<Acornima.Ast.Script> RandomType = JintEngine.PrepareScript(
        "(make => function Random(seed) { return make(seed); })");

    public static void Install(JintEngine engine, PreparedScript script, ScriptSession session)
    {
        foreach (var name in Removed)
        {
            if (script.Mentions(name))
                engine.Global.Delete(name);
        }

        if (script.Mentions("Math"))
        {
            engine.GetValue("Math").AsObject().FastSetProperty(
                "random", Hidden(session, "random", (s, _) => s.Give(s.Scope.NextRandom())));
        }


        foreach (var type in new[] { typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Guid) })
        {
            if (script.Mentions(type.Name))
                engine.SetValue(type.Name, (JsValue)Reference(engine, session, type));
        }

        if (script.Mentions("Random"))
            engine.SetValue("Random", engine.Call(engine.Evaluate(RandomType), [session.Function("make", NewRandom)]));
        foreach (var name in Objects)
        {
            if (script.Mentions(name))
                engine.SetValue(name, (JsValue)engine.Intrinsics.Object);
        }

        if (script.Mentions("LogPersistenceMode"))
            engine.SetValue("LogPersistenceMode", (JsValue)LogPersistenceModes(engine));
    }

    // the members' texts are what definitions hold (S-24)
    private static JsObject LogPersistenceModes(JintEngine engine)
    {
        var modes = new JsObject(engine);
        foreach (var mode in new[] { "Inherit", "Include", "Exclude" })
            modes.FastSetDataProperty(mode, new JsString(mode));
        return modes;
    }

    private static TypeReference Reference(JintEngine engine, ScriptSession session, Type type)
    {
        var reference = TypeReference.CreateTypeReference(engine, type);
        if (type == typeof(Guid))
            reference.FastSetProperty("NewGuid", Hidden(session, "NewGuid", (s, _) => s.Give(s.Scope.NewGuid())));
        var now = session.Scope.Now;
        if (type == typeof(DateTime))
        {
            SetClock(now.UtcDateTime, "Now", "UtcNow");
            SetClock(now.UtcDateTime.Date, "Today");
        }

        if (type == typeof(DateTimeOffset))
            SetClock(now, "Now", "UtcNow");
        return reference;

        void SetClock(object moment, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                reference.FastSetProperty(name, new PropertyDescriptor(session.Give(moment), false, false, false));
        }
    }

    private static JsValue NewRandom(ScriptSession session, JsValue[] arguments)
    {
        var seed = arguments.At(0).IsNumber()
            ? (int)arguments.At(0).AsNumber()
            : (int)(session.Scope.NextRandom() * int.MaxValue);
        return session.Give(new Random(seed));
    }

    private static PropertyDescriptor Hidden(ScriptSession session, string name, ScriptFunction function) =>
        new(session.Function(name, function), writable: true, enumerable: false, configurable: true);
}
