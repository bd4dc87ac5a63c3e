namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// What one evaluation of an expression may use. Every limit is on by default; breaking one is an
/// <see cref="ExpressionException"/>. Out of range values are refused by <see cref="Validate"/>.
/// </summary>
public sealed record ExpressionLimits
{
    /// <summary>Wall time of one script or template. Default 1 s; 1 ms to 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Statements one script may execute. Default 1,000,000; 100 to 100,000,000.</summary>
    public int MaxStatements { get; init; } = 1_000_000;

    /// <summary>
    /// Bytes one script may allocate in total, freed or not. Default 64 MiB; 1 MiB to 1 GiB. Also bounds, at two
    /// bytes a character, the size of a single text that a native function may build.
    /// </summary>
    public long MemoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Depth of script calls. Default 200; 10 to 1,000.</summary>
    public int MaxRecursion { get; init; } = 200;

    /// <summary>
    /// Characters of a text result, of a rendered template, and of the JSON of a result that is an object.
    /// Default 1,000,000; 1,000 to 50,000,000.
    /// </summary>
    public int MaxOutputCharacters { get; init; } = 1_000_000;

    /// <summary>Time one regular expression match may take. Default 200 ms; 1 ms to 10 s.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Rounds of one loop of a Liquid template; the time limit bounds nested ones. Default 100,000; 1 to 10,000,000.</summary>
    public int MaxLiquidIterations { get; init; } = 100_000;

    /// <summary>Elements of one array in a script. Default 100,000; 100 to 10,000,000.</summary>
    public int MaxArrayLength { get; init; } = 100_000;

    /// <summary>
    /// Characters of a script or template text. Default 100,000; 100 to 10,000,000.
    /// </summary>
    public int MaxExpressionCharacters { get; init; } = 100_000;

    /// <summary>
    /// Prepared scripts, and as many parsed templates, that are kept. Default 1,000; 1 to 100,000.
    /// </summary>
    public int CacheSize { get; init; } = 1_000;

    /// <summary>Lists every setting that is out of its range; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        Check(nameof(Timeout), Timeout.TotalMilliseconds, 1, 30_000, "ms");
        Check(nameof(MaxStatements), MaxStatements, 100, 100_000_000, "statements");
        Check(nameof(MemoryBytes), MemoryBytes, 1024 * 1024, 1024L * 1024 * 1024, "bytes");
        Check(nameof(MaxRecursion), MaxRecursion, 10, 1_000, "calls");
        Check(nameof(MaxOutputCharacters), MaxOutputCharacters, 1_000, 50_000_000, "characters");
        Check(nameof(MaxArrayLength), MaxArrayLength, 100, 10_000_000, "elements");
        Check(nameof(RegexTimeout), RegexTimeout.TotalMilliseconds, 1, 10_000, "ms");
        Check(nameof(MaxLiquidIterations), MaxLiquidIterations, 1, 10_000_000, "rounds");
        Check(nameof(MaxExpressionCharacters), MaxExpressionCharacters, 100, 10_000_000, "characters");
        Check(nameof(CacheSize), CacheSize, 1, 100_000, "entries");
        return problems;

        void Check(string name, double value, double least, double most, string unit)
        {
            if (value < least || value > most)
                problems.Add(FormattableString.Invariant($"{name} is {value} {unit}; allowed are {least} to {most}."));
        }
    }
}
