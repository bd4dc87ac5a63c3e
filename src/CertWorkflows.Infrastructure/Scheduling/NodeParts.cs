using CertWorkflows.Application.Workflows;
using Microsoft.Extensions.Hosting;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>Starts and stops with the host what this node runs in the background; under SQLite or a virtual clock some do not.</summary>
internal sealed class NodeParts(INodeLink link, IAlarmClock alarm) : IHostedService
{
    private readonly IHostedService[] _parts = [.. new object[] { link, alarm }.OfType<IHostedService>()];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            await part.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _parts.Reverse())
        {
            await part.StopAsync(cancellationToken);
        }
    }
}
