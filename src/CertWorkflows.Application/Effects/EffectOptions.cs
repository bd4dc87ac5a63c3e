using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Effects;

/// <summary>How effects and deadlines are retried.</summary>
public sealed class EffectOptions
{
    public const string Section = "Effects";

    /// <summary>Attempts before an effect has failed for good; default 6, 1 to 100.</summary>
    public int MaxAttempts { get; set; } = 6;

    /// <summary>Wait after the first failure, doubled after each further one; default 10 s, 0 to 1 h.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between attempts; default 1 h, up to 7 days.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long one attempt may take before another node may try; default 2 min, 5 s to 1 h.</summary>
    public TimeSpan Claim { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Effects of one kind sent at the same time, and deadlines fired at the same time; default 8, 1 to 64.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>The wait before the attempt after <paramref name="attempts"/> failed ones.</summary>
    internal TimeSpan DelayAfter(int attempts)
    {
        var factor = Math.Pow(2, Math.Min(attempts - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(FirstDelay.Ticks * factor, LongestDelay.Ticks));
    }
}

internal sealed class EffectOptionsValidator : IValidateOptions<EffectOptions>
{
    public ValidateOptionsResult Validate(string? name, EffectOptions options)
    {
        List<string> failures = [];
        Check(options.MaxAttempts is >= 1 and <= 100, $"Effects:MaxAttempts is {options.MaxAttempts}; allowed are 1 to 100.");
        Check(options.FirstDelay >= TimeSpan.Zero && options.FirstDelay <= TimeSpan.FromHours(1),
            $"Effects:FirstDelay is {options.FirstDelay}; allowed are 0 to 1 hour.");
        Check(options.LongestDelay >= options.FirstDelay && options.LongestDelay <= TimeSpan.FromDays(7),
            $"Effects:LongestDelay is {options.LongestDelay}; allowed are FirstDelay to 7 days.");
        Check(options.Claim >= TimeSpan.FromSeconds(5) && options.Claim <= TimeSpan.FromHours(1),
            $"Effects:Claim is {options.Claim}; allowed are 5 seconds to 1 hour.");
        Check(options.Parallelism is >= 1 and <= 64, $"Effects:Parallelism is {options.Parallelism}; allowed are 1 to 64.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }
    }
}
