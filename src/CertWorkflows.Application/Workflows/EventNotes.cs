using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Application.Access;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// Which instances have had the event of a repeatable request: a row among the stored answers, committed with the instance's
/// turn, kept and deleted like them. Callers' keys are printable, so none of theirs can look like one of these.
/// </summary>
internal static class EventNotes
{
    public static StoredAnswer Note(IdempotentRequest request, CaseTurn turn) => new()
    {
        Caller = request.Caller,
        Key = Prefix(request) + turn.InstanceId.ToString("N"),
        RequestHash = request.RequestHash,
        Status = 0,
        Body = "",
        CreatedAt = turn.Now,
    };

    public static async Task<List<Guid>> ReadAsync(WorkflowDb db, IdempotentRequest request, CancellationToken cancellationToken)
    {
        var prefix = Prefix(request);
        var keys = await db.Answers
            .Where(note => note.Caller == request.Caller && note.Key.StartsWith(prefix))
            .Select(note => note.Key)
            .ToListAsync(cancellationToken);
        return [.. keys.Select(key => Guid.ParseExact(key.AsSpan(prefix.Length), "N"))];
    }

    /// <summary>The instance that the request starts by that trigger, always the same.</summary>
    public static Guid InstanceId(IdempotentRequest request, Guid triggerId) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Caller}\n{request.Key}\n{triggerId:N}")).AsSpan(0, 16));

    private static string Prefix(IdempotentRequest request) => $"{request.Key}\n";
}
