using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Events;

/// <summary>
/// <c>GET /events</c>: what the caller may see, as it happens. A change may come twice after a resumption. The stream ends after a quarter of an
/// hour, with the access token or with the session, and is opened again with <c>Last-Event-ID</c>.
/// </summary>
internal static class EventStream
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>More than this behind, a caller reads anew.</summary>
    private const int MostMissed = 1_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapEventStream(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", Open).WithTags("Events").DisableRequestTimeout()
            .WithSummary("What happens to cases, tasks and instances that the caller may see, as server-sent events.");

    private static ServerSentEventsResult<ChangeEventDto?> Open(
        HttpContext context, EventHub hub, IWorkflowStore store, AccessDirectory directory, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var last = context.Request.Headers[LastEventId].ToString();
        var after = Guid.TryParse(last, out var id) ? id
            : last.Length == 0 ? (Guid?)null
            : throw new InvalidInputException(LastEventId, "The id of an event of this stream is needed.", "invalid-last-event-id");
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy that collects the answer would hold back what happens
        return TypedResults.ServerSentEvents(TellAsync(hub, store, directory, user, after, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<ChangeEventDto?>> TellAsync(
        EventHub hub, IWorkflowStore store, AccessDirectory directory, ClaimsPrincipal user, Guid? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var caller = user.ToCaller();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(TimeLeft(user));
        var listener = await hub.ListenAsync(cancellationToken);
        try
        {
            yield return Word("open");
            var told = new HashSet<Guid>();
            foreach (var item in after is { } id ? await MissedAsync(store, caller, id, told, cancellationToken) : [])
            {
                yield return item;
            }

            while (true)
            {
                var (more, item) = await NextAsync(listener, caller, told, end.Token);
                if (!await directory.IsStillInAsync(user, cancellationToken))
                {
                    yield break;
                }

                if (item is { } tell)
                {
                    yield return tell;
                }

                if (!more)
                {
                    yield break;
                }
            }
        }
        finally
        {
            hub.Leave(listener);
        }
    }

    private static async Task<(bool More, SseItem<ChangeEventDto?>? Item)> NextAsync(
        Channel<Happening> listener, Caller caller, HashSet<Guid> told, CancellationToken end)
    {
        try
        {
            if (!await listener.Reader.WaitToReadAsync(end).AsTask().WaitAsync(Heartbeat, TimeProvider.System, end))
            {
                return (false, Word("reset"));
            }

            while (listener.Reader.TryRead(out var happening))
            {
                if (happening.IsFor(caller) && !told.Remove(happening.Record.Id))
                {
                    return (true, Tell(happening));
                }
            }

            return (true, null);
        }
        catch (TimeoutException)
        {
            return (true, Word("heartbeat"));
        }
        catch (OperationCanceledException)
        {
            return (false, null); // the caller has gone, or has to come again with another token
        }
    }

    /// <summary>What was committed since the caller was here last.</summary>
    private static async Task<IReadOnlyList<SseItem<ChangeEventDto?>>> MissedAsync(
        IWorkflowStore store, Caller caller, Guid after, HashSet<Guid> told, CancellationToken cancellationToken)
    {
        var reader = new HappeningReader(store);
        if (!await reader.StartBehindAsync(after, cancellationToken))
        {
            return [Word("reset")];
        }

        var missed = new List<SseItem<ChangeEventDto?>>();
        for (var found = await reader.ReadAsync(cancellationToken); found.Count > 0; found = await reader.ReadAsync(cancellationToken))
        {
            missed.AddRange(found.Where(happening => happening.IsFor(caller) && told.Add(happening.Record.Id)).Select(Tell));
            if (missed.Count > MostMissed)
            {
                return [Word("reset")];
            }
        }

        return missed;
    }

    private static SseItem<ChangeEventDto?> Tell(Happening happening)
    {
        var change = happening.ToDto();
        return new SseItem<ChangeEventDto?>(change, "change") { EventId = change.Id };
    }

    private static SseItem<ChangeEventDto?> Word(string kind) => new(null, kind);

    /// <summary>A stream must not outlive the right to listen to it.</summary>
    private static TimeSpan TimeLeft(ClaimsPrincipal user)
    {
        if (!long.TryParse(user.FindFirstValue("exp"), out var seconds))
        {
            return Longest;
        }

        var left = DateTimeOffset.FromUnixTimeSeconds(seconds) - TimeProvider.System.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest;
    }
}
