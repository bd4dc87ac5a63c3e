using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>
/// Sends through a mail server. A repeat after a lost answer sends again, with the same Message-Id, by which receivers
/// drop the second copy: SMTP has nothing stronger.
/// </summary>
internal sealed partial class SmtpMail(IOptions<MailOptions> options, ILogger<SmtpMail> logger) : IEffectHandler
{
    public string Kind => "mail";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<MailPayload>(request.Payload, out var mail, out var refusal))
        {
            return refusal;
        }

        if (!MailAddress.TryParse(mail.To, out var to))
        {
            return MailRefusal.InvalidAddress(mail.To);
        }

        using var message = mail.Compose(MailboxAddress.Parse(options.Value.From), to, request);
        var timeout = options.Value.Smtp.Timeout;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await SendAsync(message, request.IdempotencyKey, limit.Token);
            return new EffectOutcome.Succeeded(new JsonObject { ["messageId"] = message.MessageId });
        }
        catch (SmtpCommandException exception)
        {
            return MailRefusal.Of(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EffectOutcome.Failed($"The mail server did not take the message within {timeout}.");
        }
        catch (Exception exception) when (IsConnectionTrouble(exception))
        {
            return new EffectOutcome.Failed($"The mail server could not be used: {exception.Message}");
        }
    }

    private async Task SendAsync(MimeMessage message, string idempotencyKey, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        using var client = new SmtpClient { Timeout = (int)smtp.Timeout.TotalMilliseconds };
        var security = smtp.Security switch
        {
            "tls" => SecureSocketOptions.SslOnConnect,
            "startTls" => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        if (smtp.TrustedRootsFile is { } roots)
        {
            client.CheckCertificateRevocation = false;
            client.ServerCertificateValidationCallback = (_, certificate, _, errors) => IsOfTheHouse(certificate, errors, roots);
        }

        await client.ConnectAsync(smtp.Host!, smtp.Port, security, cancellationToken);
        if (!string.IsNullOrEmpty(smtp.User))
        {
            await client.AuthenticateAsync(smtp.User, smtp.Password!, cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or SmtpCommandException || IsConnectionTrouble(exception))
        {
            // The message is delivered: a failed good-bye must not send it again.
            LogFailedGoodbye(exception, idempotencyKey);
        }
    }

    private static bool IsOfTheHouse(X509Certificate? certificate, SslPolicyErrors errors, string roots)
    {
        if (certificate is not X509Certificate2 served || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = TrustedRoots.Only(roots) };
        return chain.Build(served);
    }

    // Wrong credentials and a missing STARTTLS are here too: an operator can mend them without touching the mail.
    private static bool IsConnectionTrouble(Exception exception) => exception is
        SocketException or IOException or TimeoutException or NotSupportedException
        or ProtocolException or AuthenticationException or SslHandshakeException
        or ServiceNotAuthenticatedException or ServiceNotConnectedException;
}
