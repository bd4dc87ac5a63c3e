using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

/// <summary>Writes messages to the log, the number masked.</summary>
internal sealed partial class LoggedSms(ILogger<LoggedSms> logger) : IEffectHandler
{
    public string Kind => "sms";

    public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!SmsPayload.TryRead(request.Payload, out var sms, out var refusal))
        {
            return Task.FromResult<EffectOutcome>(refusal);
        }

        // One line an entry: a line break in the text must not look like another entry.
        var text = string.Concat(sms.Text.Select(character => char.IsControl(character) ? ' ' : character));
        LogSms(request.IdempotencyKey, sms.MaskedNumber, text);
        return Task.FromResult<EffectOutcome>(new EffectOutcome.Succeeded(new JsonObject
        {
            ["messageReference"] = $"SMS-{Fingerprint.Hex("sms", request.IdempotencyKey, 10)}",
        }));
    }
}
