using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.Tasks;

namespace CertWorkflows.Application.Simulations;

/// <summary>The answers of a request, each used once, in order: which of them is for which task and effect, decided once.</summary>
internal sealed class GivenAnswers(SimulationRequest request)
{
    private readonly Dictionary<Guid, int> _ofTasks = [];
    private readonly Dictionary<Guid, EffectAnswerGiven> _ofEffects = [];
    private readonly HashSet<int> _usedEffects = [];

    private string? _issuedAt;
    private string? _expiresAt;

    /// <summary>The number of the answer for a task; null where it stays open.</summary>
    public int? IndexFor(HumanTask task, SimulatedRun run)
    {
        if (_ofTasks.TryGetValue(task.Id, out var known))
        {
            return known;
        }

        for (var i = 0; i < request.Tasks.Count; i++)
        {
            if (!_ofTasks.ContainsValue(i) && run.IsFor(request.Tasks[i].ActivityId, task.ActivityId))
            {
                return _ofTasks[task.Id] = i;
            }
        }

        return null;
    }

    /// <summary>What an effect comes to; it succeeds at once where nothing else is given.</summary>
    public EffectAnswerGiven For(Effect effect, SimulatedRun run, string activityId)
    {
        if (_ofEffects.TryGetValue(effect.Id, out var known))
        {
            return known;
        }

        for (var i = 0; i < request.Effects.Count; i++)
        {
            var given = request.Effects[i];
            if (!_usedEffects.Contains(i)
                && (given.Kind is null || given.Kind == effect.Kind)
                && (given.ActivityId is null || run.IsFor(given.ActivityId, activityId)))
            {
                _usedEffects.Add(i);
                return _ofEffects[effect.Id] = given;
            }
        }

        return _ofEffects[effect.Id] = new EffectAnswerGiven(effect.Kind, null, null, null, null, TimeSpan.Zero);
    }

    public EffectOutcome Outcome(Effect effect, EffectAnswerGiven answer, DateTimeOffset now) => answer.Error is { } code
        ? new EffectOutcome.Rejected(code, answer.Message ?? "Refused in the simulation.")
        : new EffectOutcome.Succeeded(Remember(effect.Kind, answer.Result?.DeepClone().AsObject() ?? Likely(effect.Kind, now)));

    private JsonObject Remember(string kind, JsonObject result)
    {
        if (kind == "ca-issue")
        {
            (_issuedAt, _expiresAt) = (result["issuedAt"]?.ToString(), result["expiresAt"]?.ToString());
        }

        return result;
    }

    /// <summary>What a receiver would answer who has done it; a site serves what the CA signed last.</summary>
    private JsonObject Likely(string kind, DateTimeOffset now) => kind switch
    {
        "tls-probe" => new JsonObject
        {
            ["reachable"] = true,
            ["notBefore"] = _issuedAt ?? now.ToString("O"),
            ["notAfter"] = _expiresAt ?? now.ToString("O"),
            ["serial"] = "00",
            ["trusted"] = true,
            ["problems"] = new JsonArray(),
        },
        "payment" => new JsonObject { ["paymentReference"] = "SIMULATED", ["paidAt"] = now.ToString("O") },
        "ca-issue" => new JsonObject
        {
            ["chainPem"] = "SIMULATED",
            ["serial"] = "00",
            ["issuedAt"] = now.ToString("O"),
            ["expiresAt"] = now.AddDays(365).ToString("O"),
        },
        RevokeAtCaActivity.EffectKind => new JsonObject { ["revokedAt"] = now.ToString("O") },
        EffectRequests.HttpKind => new JsonObject { ["status"] = 200, ["headers"] = new JsonObject() },
        _ => [],
    };
}
