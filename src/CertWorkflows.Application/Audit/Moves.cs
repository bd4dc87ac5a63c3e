using CertWorkflows.Application.Events;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;

namespace CertWorkflows.Application.Audit;

/// <summary>
/// Writes down what an aggregate did since the last call: an audit record of each move, and the event that it is to others. The only
/// way from a move to the database, so that whoever buys or changes something tells of it without knowing.
/// </summary>
internal static class Moves
{
    /// <param name="instanceId">The instance whose turn it was; null outside of one.</param>
    /// <param name="isSimulation">Whether nobody is to be told anything.</param>
    /// <returns>Whether it is in another state than before.</returns>
    public static bool RecordMoves(
        this WorkflowDb db, IAggregate thing, DateTimeOffset now, Guid? instanceId = null, bool isSimulation = false)
    {
        var moves = thing.TakeChanges();
        foreach (var move in moves)
        {
            db.Audit.Add(new AuditRecord
            {
                Id = Ids.New(now),
                At = move.At,
                Actor = move.Actor,
                Subject = move.Subject,
                SubjectId = move.SubjectId,
                Action = move.Trigger,
                From = move.From,
                To = move.To,
                Reason = move.Reason,
                InstanceId = instanceId,
            });
            if (!isSimulation && Announcement.Of(thing, move, now) is { } announcement)
            {
                db.Effects.Add(announcement);
            }
        }

        return moves.Any(move => move.From != move.To);
    }
}
