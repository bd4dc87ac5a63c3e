using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Effects;

/// <summary>How an activity asks for an effect, and reads its result when it is resumed.</summary>
internal static class EffectRequests
{
    public const string BookmarkName = "CertWorkflows.Effect";

    /// <summary>Kind of the effects that are a workflow's own HTTP calls.</summary>
    public const string HttpKind = "http";

    /// <summary>Whether a bookmark of that name waits for an effect's result.</summary>
    public static bool IsWait(string bookmarkName) => bookmarkName is BookmarkName or HostRequest.SendHttp.BookmarkName;

    /// <summary>Writes the effect in the turn and makes the activity wait for its result.</summary>
    public static void RequestAndWait(ActivityContext context, string kind, string idempotencyKey, JsonObject payload)
    {
        var bookmark = context.Wait(new BookmarkRequest { Name = BookmarkName, Tag = kind });
        Request((CaseTurn)context.Turn, kind, idempotencyKey, payload, bookmark.Id);
    }

    /// <summary>Writes the effect in the turn; nobody waits for it. When it fails for good it is parked for an operator.</summary>
    public static void Request(CaseTurn turn, string kind, string idempotencyKey, JsonObject payload, Guid? bookmarkId = null) =>
        turn.Add(new Effect
        {
            Id = turn.NewId(),
            InstanceId = turn.InstanceId,
            BookmarkId = bookmarkId,
            Kind = kind,
            IdempotencyKey = idempotencyKey,
            Payload = payload.ToJsonString(),
            State = EffectState.Pending,
            NextAttemptAt = turn.Now,
            CreatedAt = turn.Now,
            ClaimedUntil = kind == HttpKind ? turn.HeldUntil : null,
        });

    /// <summary>Whether the receiver itself said no: only then was certainly nothing done.</summary>
    public static bool IsRefusal(Effect effect) =>
        effect.State == EffectState.Failed && effect.LastError?.StartsWith(EffectSender.RefusedMark, StringComparison.Ordinal) == true;

    /// <summary>Sends again, under the same key, what was sent without an answer; the activity waits for it.</summary>
    public static void RepeatAndWait(ActivityContext context, Effect effect)
    {
        var bookmark = context.Wait(new BookmarkRequest { Name = BookmarkName, Tag = effect.Kind });
        (effect.BookmarkId, effect.State, effect.Attempts) = (bookmark.Id, EffectState.Pending, 0);
        (effect.NextAttemptAt, effect.CompletedAt) = (context.Turn.Now, null);
        effect.Version++;
    }

    /// <summary>Writes a workflow's own HTTP call as an effect; its key is that of the call, whoever sends it and however often.</summary>
    public static void Request(CaseTurn turn, HostRequest.SendHttp request) => Request(
        turn,
        HttpKind,
        $"{turn.InstanceId}-{request.CallId}",
        JsonSerializer.SerializeToNode(request.Call, JsonSerializerOptions.Web)!.AsObject(),
        request.BookmarkId);

    /// <summary>The stimulus input that tells an activity what came of its effect.</summary>
    public static Dictionary<string, object?> ToInput(EffectOutcome outcome) => outcome switch
    {
        EffectOutcome.Succeeded done => new() { ["succeeded"] = true, ["result"] = done.Result.ToJsonString() },
        EffectOutcome.Rejected no => new() { ["succeeded"] = false, ["code"] = no.Code, ["message"] = no.Message },
        EffectOutcome.Failed failed => new() { ["succeeded"] = false, ["code"] = "out-of-attempts", ["message"] = failed.Message },
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.GetType().Name} is no final outcome"),
    };

    /// <summary>Reads what <see cref="ToInput"/> wrote.</summary>
    public static EffectAnswer Answer(ActivityContext context)
    {
        var input = context.ResumeInput;
        return input["succeeded"] is true
            ? new EffectAnswer(true, JsonSerializer.Deserialize<JsonObject>((string)input["result"]!), "", "")
            : new EffectAnswer(false, null, (string)input["code"]!, (string)input["message"]!);
    }
}

/// <summary>What an activity learns of its effect.</summary>
internal sealed record EffectAnswer(bool Succeeded, JsonObject? Result, string Code, string Message);
