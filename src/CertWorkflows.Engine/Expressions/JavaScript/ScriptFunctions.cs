using System.Collections.Frozen;
using System.Text;
using Jint.Native;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>The table of global functions (E-14).</summary>
internal static class ScriptFunctions
{
    public static readonly FrozenDictionary<string, ScriptFunction> All = new Dictionary<string, ScriptFunction>
    {
        ["getWorkflowDefinitionId"] = (s, _) => s.Give(s.Scope.DefinitionId),
        ["getWorkflowDefinitionVersionId"] = (s, _) => s.Give(s.Scope.DefinitionVersionId),
        ["getWorkflowDefinitionVersion"] = (s, _) => s.Give(s.Scope.DefinitionVersion),
        ["getWorkflowInstanceId"] = (s, _) => s.Give(s.Scope.InstanceId),
        ["getCorrelationId"] = (s, _) => s.Give(s.Scope.CorrelationId),
        ["setCorrelationId"] = (s, a) => Nothing(() => s.Scope.CorrelationId = s.TakeText(a, 0)),
        ["getWorkflowInstanceName"] = (s, _) => s.Give(s.Scope.InstanceName),
        ["setWorkflowInstanceName"] = (s, a) => Nothing(() => s.Scope.InstanceName = s.TakeText(a, 0)),
        ["getVariable"] = (s, a) => s.GetVariable(s.TakeText(a, 0) ?? ""),
        ["setVariable"] = (s, a) => s.SetVariable(s.TakeText(a, 0) ?? "", a.At(1)),
        ["getInput"] = (s, a) => s.GetInput(s.TakeText(a, 0) ?? ""),
        ["getOutputFrom"] = (s, a) =>
            s.Give(s.Scope.GetOutput(s.TakeText(a, 0) ?? "", s.TakeText(a, 1) ?? "Result")),
        ["getLastResult"] = (s, _) => s.Give(s.Scope.LastResult),
        ["isNullOrWhiteSpace"] = (s, a) => s.Give(string.IsNullOrWhiteSpace(s.TakeText(a, 0))),
        ["isNullOrEmpty"] = (s, a) => s.Give(string.IsNullOrEmpty(s.TakeText(a, 0))),
        ["toJson"] = (s, a) => s.Give(JsonValues.Text(s.Take(a, 0), pascalCase: true)),
        ["parseGuid"] = (s, a) => s.Give(ValueConversion.Convert(s.TakeText(a, 0) ?? "", typeof(Guid))),
        ["newGuid"] = (s, _) => s.Give(s.Scope.NewGuid()),
        ["newGuidString"] = NewGuidString,
        ["getGuidString"] = NewGuidString,
        ["newShortGuid"] = NewShortGuid,
        ["getShortGuid"] = NewShortGuid,
        ["bytesToString"] = (s, a) => s.Give(s.TakeBytes(a) is { } b ? Encoding.UTF8.GetString(b) : null),
        ["bytesFromString"] = (s, a) => s.Give(s.TakeText(a, 0) is { } t ? Encoding.UTF8.GetBytes(t) : null),
        ["bytesToBase64"] = (s, a) => s.Give(s.TakeBytes(a) is { } b ? Convert.ToBase64String(b) : null),
        ["bytesFromBase64"] = (s, a) => s.Give(FromBase64(s.TakeText(a, 0))),
        ["stringToBase64"] = (s, a) =>
            s.Give(s.TakeText(a, 0) is { } t ? Convert.ToBase64String(Encoding.UTF8.GetBytes(t)) : null),
        ["stringFromBase64"] = (s, a) =>
            s.Give(FromBase64(s.TakeText(a, 0)) is { } b ? Encoding.UTF8.GetString(b) : null),
        ["setOutcome"] = (s, a) => s.SetOutcomes([s.TakeText(a, 0) ?? ""]),
        ["setOutcomes"] = (s, a) => s.SetOutcomes(
            ValueConversion.Convert(s.Take(a, 0), typeof(List<string>)) as List<string> ?? []),
        ["streamToBytes"] = (_, _) => throw Unavailable("streamToBytes", "values are never streams here"),
        ["streamToBase64"] = (_, _) => throw Unavailable("streamToBase64", "values are never streams here"),
        ["createEventTriggerUrl"] = (_, _) =>
            throw Unavailable("createEventTriggerUrl", "this host has no public trigger addresses"),
        ["getConfig"] = (_, _) => throw Unavailable("getConfig", "scripts may not read this host's configuration"),
        ["getSecret"] = (_, _) => throw Unavailable("getSecret", "scripts may not read this host's secrets"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static JsValue NewGuidString(ScriptSession s, JsValue[] a) => s.Give(s.Scope.NewGuid().ToString("D"));

    private static JsValue NewShortGuid(ScriptSession s, JsValue[] a) =>
        s.Give(string.Concat(Convert.ToBase64String(s.Scope.NewGuid().ToByteArray()).Where(char.IsAsciiLetterOrDigit)));

    private static byte[]? FromBase64(string? text) =>
        text is null ? null
        : ValueConversion.Convert(text, typeof(byte[])) as byte[]
            ?? throw new ExpressionException("The text is not base64.");

    private static JsValue Nothing(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static ExpressionException Unavailable(string name, string why) =>
        new($"The function {name} is not available: {why}.");
}
