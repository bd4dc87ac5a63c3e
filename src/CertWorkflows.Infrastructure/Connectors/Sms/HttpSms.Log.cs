using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

internal sealed partial class HttpSms
{
    [LoggerMessage(4301, LogLevel.Information, "SMS {IdempotencyKey} to {MaskedNumber}: the gateway answered {Status}")]
    private partial void LogAnswer(string idempotencyKey, string maskedNumber, int? status);
}
