using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Simulations;

/// <summary>What a simulation may use. Section <c>Simulations</c>.</summary>
public sealed class SimulationOptions
{
    public const string Section = "Simulations";

    /// <summary>Turns; default 500, 1 to 100,000.</summary>
    public int MaxTurns { get; set; } = 500;

    /// <summary>Activities begun; default 10,000, 1 to 10,000,000.</summary>
    public int MaxActivities { get; set; } = 10_000;

    /// <summary>Real time; default 10 s, 0.1 to 25 s, within the request's own limit of 30 s.</summary>
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the virtual clock goes unless the request says otherwise; default five years, 1 day to 100 years.</summary>
    public TimeSpan Horizon { get; set; } = TimeSpan.FromDays(5 * 365);

    /// <summary>Simulations that run at the same time on this node; default 2, 1 to 64.</summary>
    public int AtOnce { get; set; } = 2;

    /// <summary>How long one waits for room; default 5 s, 0 to 20 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class SimulationOptionsValidator : IValidateOptions<SimulationOptions>
{
    public ValidateOptionsResult Validate(string? name, SimulationOptions options)
    {
        List<string> failures = [];
        Check(options.MaxTurns is >= 1 and <= 100_000, $"MaxTurns is {options.MaxTurns}; allowed are 1 to 100000.");
        Check(options.MaxActivities is >= 1 and <= 10_000_000, $"MaxActivities is {options.MaxActivities}; allowed are 1 to 10000000.");
        Check(options.MaxTime >= TimeSpan.FromSeconds(0.1) && options.MaxTime <= TimeSpan.FromSeconds(25), $"MaxTime is {options.MaxTime}; allowed are 0.1 to 25 seconds.");
        Check(options.Horizon >= TimeSpan.FromDays(1) && options.Horizon <= TimeSpan.FromDays(36_525), $"Horizon is {options.Horizon}; allowed are 1 day to 100 years.");
        Check(options.AtOnce is >= 1 and <= 64, $"AtOnce is {options.AtOnce}; allowed are 1 to 64.");
        Check(options.Patience >= TimeSpan.Zero && options.Patience <= TimeSpan.FromSeconds(20), $"Patience is {options.Patience}; allowed are 0 to 20 seconds.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add($"{SimulationOptions.Section}:{failure}");
            }
        }
    }
}
