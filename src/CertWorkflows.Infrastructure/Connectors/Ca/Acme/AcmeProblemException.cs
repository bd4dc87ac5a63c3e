using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>The CA said no (RFC 8555, 6.7).</summary>
/// <param name="kind">The last part of the problem's type, such as <c>rejectedIdentifier</c>.</param>
internal sealed class AcmeProblemException(HttpStatusCode status, string kind, string detail, TimeSpan? retryAfter = null)
    : Exception($"{kind}: {detail}")
{
    public const string BadNonce = "badNonce";
    public const string NoSuchAccount = "accountDoesNotExist";
    public const string AlreadyRevoked = "alreadyRevoked";
    public const string OrderNotReady = "orderNotReady";
    private const string Namespace = "urn:ietf:params:acme:error:";
    private static readonly TimeSpan UsualWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Of these the next attempt may know better: the CA's own trouble, or ours that an operator mends.</summary>
    private static readonly HashSet<string> MayPass = new(StringComparer.Ordinal)
    {
        BadNonce, NoSuchAccount, OrderNotReady, "serverInternal", "externalAccountRequired", "userActionRequired", "invalidContact",
        "unsupportedContact",
    };

    public HttpStatusCode Status { get; } = status;

    public string Kind { get; } = kind;

    /// <summary>Reads a problem document; anything else is a problem too.</summary>
    public static AcmeProblemException Of(HttpStatusCode status, JsonObject? problem, TimeSpan? retryAfter = null)
    {
        var type = Text(problem, "type") ?? "";
        var details = new[] { Text(problem, "detail") ?? $"The CA answered {(int)status}." }
            .Concat((problem?["subproblems"] as JsonArray ?? []).OfType<JsonObject>().Select(part => Text(part, "detail")).OfType<string>());
        return new AcmeProblemException(
            status,
            type.StartsWith(Namespace, StringComparison.Ordinal) ? type[Namespace.Length..] : "unknown",
            string.Join(" ", details),
            retryAfter);
    }

    public EffectOutcome Outcome()
    {
        if (Kind == "rateLimited" || Status == HttpStatusCode.TooManyRequests)
        {
            var wait = retryAfter is { } named && named > TimeSpan.Zero ? named : UsualWait;
            return new EffectOutcome.Postponed(wait < LongestWait ? wait : LongestWait, $"The CA asks for patience: {detail}");
        }

        return MayPass.Contains(Kind) || (int)Status is >= 500 or 408
            ? new EffectOutcome.Failed($"The CA answered {Message}")
            : new EffectOutcome.Rejected($"acme-{JsonNamingPolicy.KebabCaseLower.ConvertName(Kind)}", detail);
    }

    private static string? Text(JsonObject? problem, string member) =>
        problem?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
