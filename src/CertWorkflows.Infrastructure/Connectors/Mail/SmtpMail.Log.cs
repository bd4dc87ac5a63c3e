using Microsoft.Extensions.Logging;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

internal sealed partial class SmtpMail
{
    [LoggerMessage(4200, LogLevel.Debug, "Mail {IdempotencyKey} was delivered, but the server broke off the good-bye")]
    private partial void LogFailedGoodbye(Exception exception, string idempotencyKey);
}
