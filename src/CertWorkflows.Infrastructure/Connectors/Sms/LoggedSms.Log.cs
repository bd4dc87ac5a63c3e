using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

internal sealed partial class LoggedSms
{
    [LoggerMessage(4300, LogLevel.Information, "SMS {IdempotencyKey} to {MaskedNumber}: {Text}")]
    private partial void LogSms(string idempotencyKey, string maskedNumber, string text);
}
