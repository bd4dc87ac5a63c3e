using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Acornima;
using Acornima.Ast;
using Jint;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>
/// A parsed script and what its text mentions. Only mentioned functions, accessors and variables are put into the
/// engine of an evaluation, which keeps an evaluation at a few microseconds.
/// </summary>
internal sealed partial class PreparedScript
{
    /// <summary>With these a script can reach globals that its text does not spell out (E-17).</summary>
    private static readonly string[] Indirections = ["globalThis", "eval", "Function", "this", "with"];

    private readonly FrozenSet<string> _words;
    private readonly bool _mentionsAll;

    private PreparedScript(Prepared<Script> script, string text)
    {
        Script = script;
        _words = WordPattern().Matches(text).Select(m => m.Value).ToFrozenSet(StringComparer.Ordinal);
        _mentionsAll = Indirections.Any(_words.Contains) || text.Contains("\\u", StringComparison.Ordinal)
            || text.Contains("\\x", StringComparison.Ordinal);
        VariableNames = [.. VariablePattern().Matches(text).Select(m => m.Groups["name"].Value).Distinct()];
        MayCall = text.AsSpan().IndexOfAny("([{`") >= 0;
        Functions = [.. ScriptFunctions.All.Where(f => Mentions(f.Key))];
        Unavailable = [.. ScriptFunctions.Unavailable.Keys.Where(_words.Contains).Order(StringComparer.Ordinal)];
        MayUseAccessors = _mentionsAll || _words.Any(
            w => w.Length > 3 && (w.StartsWith("get", StringComparison.Ordinal)
                || w.StartsWith("set", StringComparison.Ordinal)) && !ScriptFunctions.All.ContainsKey(w));
    }

    public Prepared<Script> Script { get; }

    /// <summary>Names that occur as <c>variables.Name</c> (E-16).</summary>
    public IReadOnlyList<string> VariableNames { get; }

    /// <summary>Whether the script can call anything or build an object; if not, it needs no guards.</summary>
    public bool MayCall { get; }

    /// <summary>Whether a word looks like a generated accessor (E-17).</summary>
    public bool MayUseAccessors { get; }

    public IReadOnlyList<KeyValuePair<string, ScriptFunction>> Functions { get; }

    /// <summary>Functions of modules that this host does not have, as the text names them.</summary>
    public IReadOnlyList<string> Unavailable { get; }

    public bool Mentions(string word) => _mentionsAll || _words.Contains(word);

    /// <summary>Parses a script.</summary>
    /// <exception cref="ExpressionException">It does not parse, is too long or uses what cannot be bounded.</exception>
    public static PreparedScript Parse(string text, ExpressionLimits limits)
    {
        if (text.Length > limits.MaxExpressionCharacters)
        {
            throw ScriptFailure.Of(
                $"The script has {text.Length} characters; allowed are {limits.MaxExpressionCharacters}.");
        }

        // one multiplication of two huge BigInts runs for minutes and nothing can interrupt it
        if (BigIntPattern().IsMatch(text) && (text.Contains('*', StringComparison.Ordinal)
            || text.Contains("<<", StringComparison.Ordinal)))
            throw ScriptFailure.Of("A script that uses BigInt must not multiply, raise to a power or shift left.");
        try
        {
            var options = new ScriptPreparationOptions
            {
                ParsingOptions = ScriptParsingOptions.Default with { RegexTimeout = limits.RegexTimeout },
            };
            return new PreparedScript(Jint.Engine.PrepareScript(text, options: options), text);
        }
        catch (ScriptPreparationException e)
        {
            var place = e.InnerException as ParseErrorException;
            var message = place?.Description ?? e.InnerException?.Message ?? e.Message;
            throw new ExpressionException(
                ScriptFailure.Language,
                $"The script does not parse: {message}",
                place?.LineNumber,
                place?.Column + 1,
                e);
        }
    }

    [GeneratedRegex(@"[\p{L}_$][\p{L}\p{Nd}_$]*", RegexOptions.None, 1_000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\bvariables\.(?<name>[\p{L}\p{Nd}]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"BigInt|BigUint|(?<![\p{L}_$])\d[0-9a-zA-Z_]*n\b", RegexOptions.None, 1_000)]
    private static partial Regex BigIntPattern();
}
