using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>Turns whatever stops a script into an <see cref="ExpressionException"/> that an author understands.</summary>
internal static class ScriptFailure
{
    public const string Language = "JavaScript";

    public static ExpressionException Of(string message, Exception? inner = null) =>
        new(Language, message, null, null, inner);

    public static ExpressionException Of(Exception error, ExpressionLimits limits) => error switch
    {
        ExpressionException known => known,
        JavaScriptException thrown => Thrown(thrown),
        PromiseRejectedException rejected => Of($"The script failed: {Describe(rejected.RejectedValue)}", rejected),
        StatementsCountOverflowException => Of($"The script executed more than {limits.MaxStatements} statements.", error),
        RegexMatchTimeoutException => Of(
            $"A regular expression ran longer than {limits.RegexTimeout.TotalMilliseconds} ms.", error),
        TimeoutException => Of($"The script ran longer than {limits.Timeout.TotalMilliseconds} ms.", error),
        RecursionDepthOverflowException => Of($"The script called itself more than {limits.MaxRecursion} deep.", error),
        InsufficientExecutionStackException => Of("The script is nested too deeply.", error),
        MemoryLimitExceededException => Of($"The script used too much memory: {error.Message}.", error),
        OutOfMemoryException => Of("The script asked for more memory than there is.", error),
        _ => Of($"The script failed: {error.Message}", error),
    };

    private static ExpressionException Thrown(JavaScriptException thrown)
    {
        var start = thrown.Location.Start;
        return new ExpressionException(
            Language,
            Describe(thrown.Error),
            start.Line > 0 ? start.Line : null,
            start.Line > 0 ? start.Column + 1 : null,
            thrown);
    }

    /// <summary>What was thrown, without running any more of the script's code.</summary>
    private static string Describe(JsValue error)
    {
        if (!error.IsObject())
            return error.IsSymbol() ? "The script threw a symbol." : error.ToString();
        var thrown = error.AsObject();
        var name = Data(thrown, "name") ?? Data(thrown.Prototype, "name");
        var message = Data(thrown, "message");
        return message is null ? "The script threw an object without a message."
            : name is null ? message
            : $"{name}: {message}";
    }

    /// <summary>A text property of a plain object or error; a proxy would run code to answer.</summary>
    private static string? Data(ObjectInstance? owner, string name) =>
        owner is JsObject or ErrorInstance or Prototype
            && owner.GetOwnProperty(name).Value is { } value && value.IsString()
            ? value.AsString()
            : null;
}
