using Jint.Native;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>A global function of scripts: takes the arguments, returns the result.</summary>
internal delegate JsValue ScriptFunction(ScriptSession session, JsValue[] arguments);

internal static class ScriptArgumentList
{
    /// <summary>An argument by position; undefined when the script gave fewer.</summary>
    public static JsValue At(this JsValue[] arguments, int index) =>
        index < arguments.Length ? arguments[index] : JsValue.Undefined;
}
