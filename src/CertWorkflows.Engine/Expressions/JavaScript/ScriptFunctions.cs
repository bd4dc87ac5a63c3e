using System.Collections.Frozen;
using System.Text;
using Jint.Native;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>The table of global functions (E-14).</summary>
internal static class ScriptFunctions
{
    /// <summary>Functions of modules that are no part of this host, with the reason; publishing refuses scripts that call them.</summary>
    public static readonly FrozenDictionary<string, string> Unavailable = new Dictionary<string, string>
    {
        ["createEventTriggerUrl"] = "this host has no public trigger addresses",
        ["getConfig"] = "scripts may not read this host's configuration",
        ["getSecret"] = "scripts may not read this host's secrets",
    }.ToFrozenDictionary(StringComparer.Ordinal);

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
        // what is a stream in Elsa is bytes here: a turn can be repeated, a stream cannot
        ["streamToBytes"] = (s, a) => s.Give(s.TakeBytes(a)),
        ["streamToBase64"] = (s, a) => s.Give(s.TakeBytes(a) is { } b ? Convert.ToBase64String(b) : null),
    }.Concat(Unavailable.Select(missing => new KeyValuePair<string, ScriptFunction>(missing.Key, (_, _) => throw new ExpressionException(Refusal(missing.Key)))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a function of a missing module cannot be called.</summary>
    public static string Refusal(string name) => $"The function {name} is not available: {Unavailable[name]}.";

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
}
