using CertWorkflows.Application.Effects;
using MailKit.Net.Smtp;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>Why a mail will never be delivered.</summary>
internal static class MailRefusal
{
    public static EffectOutcome InvalidAddress(string address) =>
        new EffectOutcome.Rejected("invalid-address", $"'{address}' is not a mail address of the form local@domain.");

    /// <summary>The server's answer: 5xx is for good, 4xx may pass.</summary>
    public static EffectOutcome Of(SmtpCommandException refusal)
    {
        var status = (int)refusal.StatusCode;
        var message = $"The mail server answered {status}: {refusal.Message}";
        return status >= 500
            ? new EffectOutcome.Rejected(
                refusal.ErrorCode switch
                {
                    SmtpErrorCode.RecipientNotAccepted => "recipient-refused",
                    SmtpErrorCode.SenderNotAccepted => "sender-refused",
                    SmtpErrorCode.MessageNotAccepted => "message-refused",
                    _ => $"smtp-{status}",
                },
                message)
            : new EffectOutcome.Failed(message);
    }
}
