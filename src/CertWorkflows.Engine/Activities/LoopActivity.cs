using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Activities;

/// <summary>A loop that runs its body again and again, one at a time, until it is at its end or breaking .</summary>
internal abstract class LoopActivity : Activity
{
    public override bool IsLoop => true;

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        context.IsBreaking = false;
        return new(First(context));
    }

    public override ValueTask<ActivityResult> ChildCompletedAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => new(context.IsBreaking ? ActivityResult.Done : Next(context));

    // a cancelled body is over as well; without this the loop would wait for ever
    public override ValueTask<ActivityResult> ChildCanceledAsync(
        ActivityContext context, ChildCompletion child, CancellationToken cancellationToken)
        => ChildCompletedAsync(context, child, cancellationToken);

    /// <summary>Begins the first round.</summary>
    protected abstract ActivityResult First(ActivityContext context);

    /// <summary>Begins the next round, or ends the loop.</summary>
    protected abstract ActivityResult Next(ActivityContext context);
}
