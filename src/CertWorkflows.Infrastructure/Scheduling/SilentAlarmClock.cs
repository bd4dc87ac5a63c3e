using CertWorkflows.Application.Workflows;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>Under a virtual clock nothing rings by itself: whoever moves the clock runs the due work.</summary>
internal sealed class SilentAlarmClock : IAlarmClock
{
    public void DueAt(DateTimeOffset dueAt)
    {
        // the mover of the clock asks the store for what is due
    }
}
