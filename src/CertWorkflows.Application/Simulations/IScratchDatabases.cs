using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Application.Simulations;

/// <summary>Makes empty databases that live in memory and vanish when they are disposed.</summary>
public interface IScratchDatabases
{
    Task<IScratchDatabase> CreateAsync(CancellationToken cancellationToken);
}

/// <summary>One of them.</summary>
public interface IScratchDatabase : IAsyncDisposable
{
    IWorkflowStore Store { get; }
}
