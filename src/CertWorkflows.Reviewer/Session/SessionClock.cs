namespace CertWorkflows.Reviewer.Session;

/// <summary>The clock by which tokens run out: the real one, also where business time is virtual.</summary>
internal sealed class SessionClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
