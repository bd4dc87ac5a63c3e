namespace CertWorkflows.Application.Simulations;

/// <summary>Why a simulation ended.</summary>
public enum SimulationEnd
{
    /// <summary>The workflow is over: finished, faulted or cancelled.</summary>
    Over,

    /// <summary>It waits for something that no answer and no deadline brings.</summary>
    Waiting,

    /// <summary>The virtual clock reached the given end; it would go on.</summary>
    Horizon,

    /// <summary>It took more turns or activities than a simulation may; it may be endless.</summary>
    TooManySteps,

    /// <summary>It took more real time than a simulation may.</summary>
    TooLong,
}
