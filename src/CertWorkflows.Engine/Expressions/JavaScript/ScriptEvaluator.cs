using System.Globalization;
using System.Reflection;
using Jint;
using Jint.Runtime.Interop;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>Evaluates JavaScript within the limits; the result is not yet converted to the wanted type.</summary>
internal sealed class ScriptEvaluator(ExpressionLimits limits)
{
    /// <summary>Clock, chance and reflection are hidden from scripts; they get the turn's instead.</summary>
    private static readonly HashSet<string> HiddenMembers = new(StringComparer.Ordinal)
    {
        "Now", "UtcNow", "Today", "NewGuid", "CreateVersion7", "Shared", "GetType",
    };

    // one object for all engines: every engine makes its own constraints from it
    private readonly Options _options = CreateOptions(limits);
    private readonly BoundedCache<PreparedScript> _scripts = new(limits.CacheSize);

    public object? Evaluate(string text, IExpressionScope scope, ScriptArguments? arguments)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var script = Prepare(text);
        var previous = TurnTimeSystem.Enter(scope.Now);
        try
        {
            using var session = new ScriptSession(_options, script, limits, scope, arguments);
            return session.Run();
        }
        catch (JintException e)
        {
            throw ScriptFailure.Of(e, limits);
        }
        finally
        {
            TurnTimeSystem.Enter(previous);
        }
    }

    public PreparedScript Prepare(string text) => _scripts.GetOrAdd(text, t => PreparedScript.Parse(t, limits));

    private static Options CreateOptions(ExpressionLimits limits)
    {
        var options = new Options
        {
            TimeSystem = new TurnTimeSystem(),
            AgentCanSuspend = false,
        };
        options.TimeoutInterval(limits.Timeout).MaxStatements(limits.MaxStatements).LimitMemory(limits.MemoryBytes)
            .LimitRecursion(limits.MaxRecursion).RegexTimeoutInterval(limits.RegexTimeout)
            .MaxArraySize((uint)limits.MaxArrayLength).DisableStringCompilation()
            .LocalTimeZone(TimeZoneInfo.Utc).Culture(CultureInfo.InvariantCulture);
        options.Constraints.StackOverflowGuard = true;
        options.Interop.AllowWrite = false;
        options.Interop.TypeResolver = new TypeResolver
        {
            MemberFilter = member => !HiddenMembers.Contains(member.Name) || !IsHidden(member),
        };
        return options;
    }

    private static bool IsHidden(MemberInfo member) =>
        member.Name == "GetType" || member.DeclaringType?.Namespace == nameof(System);
}
