namespace CertWorkflows.Application.Workflows;

/// <summary>
/// What starts (and publications of routes) that exclude each other must all change, so that only one of them commits and the others look again. There is
/// a fixed number of them; starts that share one by chance only rerun.
/// </summary>
public sealed class ActivationGate
{
    public int Number { get; init; }

    /// <summary>The last that passed: the instance that a start made, or an id made for the occasion.</summary>
    public Guid InstanceId { get; set; }

    /// <summary>Concurrency token.</summary>
    public long Version { get; set; }
}
