namespace CertWorkflows.Application.Access;

/// <summary>
/// The clock of tokens, keys and lock-outs. It is the machine's own, also where business runs on a virtual clock: moving that
/// clock by weeks must neither log everybody out nor lift a lock-out.
/// </summary>
public sealed class AccessClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
