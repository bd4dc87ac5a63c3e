using Jint.Native;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>Generated functions such as <c>getAmount()</c> and <c>setAmount(5)</c> (E-17).</summary>
internal static class ScriptAccessors
{
    public static void Install(JintEngine engine, PreparedScript script, ScriptSession session)
    {
        var scope = session.Scope;
        foreach (var (activity, output) in scope.NamedOutputs)
        {
            if (IsName(activity) && IsName(output))
            {
                Add(
                    $"get{Pascal(output)}From{Pascal(activity)}",
                    (s, _) => s.Give(s.Scope.GetOutput(activity, output)));
            }
        }

        foreach (var name in scope.InputNames.Where(IsName))
            Add("get" + Pascal(name), (s, _) => s.GetInput(name));
        foreach (var name in scope.VariableNames.Where(IsName))
        {
            Add("get" + Pascal(name), (s, _) => s.GetVariable(name));
            Add("set" + Pascal(name), (s, arguments) => s.SetVariable(name, arguments.At(0)));
        }

        void Add(string name, ScriptFunction function)
        {
            if (script.Mentions(name) && !ScriptFunctions.All.ContainsKey(name))
                engine.SetValue(name, (JsValue)session.Function(name, function));
        }
    }

    internal static bool IsName(string name) => name.Length > 0 && name.All(char.IsLetterOrDigit);

    internal static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
