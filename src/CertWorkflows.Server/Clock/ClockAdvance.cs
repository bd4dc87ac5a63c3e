using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Clock;

/// <summary>Moves the virtual clock from due instant to due instant, so that everything happens when it should.</summary>
internal sealed class ClockAdvance(VirtualClock clock, IWorkflowStore store, DueWork dueWork) : IDisposable
{
    private const string SettingKey = "clock.now";

    // Two moves at once would each fire what the other one means to.
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Goes on where the clock stood when the host last ran: behind that, what has happened would lie in the future.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        if (await db.Settings.SingleOrDefaultAsync(s => s.Key == SettingKey, cancellationToken) is { } stored
            && Http.Instants.TryParse(stored.Value, out var instant))
        {
            clock.MoveTo(instant);
        }
    }

    /// <returns>How many pieces of work came due and were handled.</returns>
    /// <exception cref="InvalidInputException">The target lies before the present.</exception>
    public async Task<int> ToAsync(Func<DateTimeOffset, DateTimeOffset> targetOf, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var target = targetOf(clock.GetUtcNow());
            if (target < clock.GetUtcNow())
            {
                throw new InvalidInputException("to", $"The clock shows {InstantConverter.Format(clock.GetUtcNow())} and does not go back.");
            }

            var done = await dueWork.RunAsync(cancellationToken);
            while ((await store.NextDueAsync(cancellationToken)).Earliest is { } next && next <= target)
            {
                await MoveAsync(next, cancellationToken);
                done += await dueWork.RunAsync(cancellationToken);
            }

            await MoveAsync(target, cancellationToken);
            return done + await dueWork.RunAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task MoveAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        clock.MoveTo(instant);
        await using var db = store.Open();
        var stored = await db.Settings.SingleOrDefaultAsync(s => s.Key == SettingKey, cancellationToken);
        var text = InstantConverter.Format(clock.GetUtcNow());
        if (stored is null)
        {
            db.Settings.Add(new Setting { Key = SettingKey, Value = text });
        }
        else
        {
            stored.Value = text;
        }

        await store.CommitAsync(db, cancellationToken);
    }
}
