namespace CertWorkflows.Application.Simulations;

/// <summary>What a simulation may use. Section <c>Simulations</c>.</summary>
public sealed class SimulationOptions
{
    public const string Section = "Simulations";

    /// <summary>Turns; default 500.</summary>
    public int MaxTurns { get; set; } = 500;

    /// <summary>Activities begun; default 10 000.</summary>
    public int MaxActivities { get; set; } = 10_000;

    /// <summary>Real time; default 10 s, within the request's own limit of 30 s.</summary>
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far the virtual clock goes unless the request says otherwise; default five years.</summary>
    public TimeSpan Horizon { get; set; } = TimeSpan.FromDays(5 * 365);

    /// <summary>Simulations that run at the same time on this node; default 2.</summary>
    public int AtOnce { get; set; } = 2;

    /// <summary>How long one waits for room; default 5 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}
