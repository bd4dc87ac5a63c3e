using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>Writes each message as an .eml file, for development and for pick-up by another mailer.</summary>
internal sealed partial class FolderMail : IEffectHandler
{
    private readonly string folder;
    private readonly MailboxAddress from;

    public FolderMail(IOptions<MailOptions> options, IHostEnvironment host)
    {
        folder = Path.GetFullPath(options.Value.Folder, host.ContentRootPath);
        from = MailboxAddress.Parse(options.Value.From);
    }

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

        using var message = mail.Compose(from, to, request);
        var name = FileName(request);
        try
        {
            await WriteAsync(message, name, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new EffectOutcome.Failed($"The mail could not be written to the outbox: {exception.Message}");
        }

        return new EffectOutcome.Succeeded(new JsonObject { ["messageId"] = message.MessageId, ["file"] = name });
    }

    private async Task WriteAsync(MimeMessage message, string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        // Readers of the folder see whole messages only: it gets its name when it is complete.
        var unfinished = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                await message.WriteToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    // By the time of the effect, not of the attempt: a repeat writes the same file.
    private static string FileName(EffectRequest request)
    {
        var key = SafeKey().IsMatch(request.IdempotencyKey)
            ? request.IdempotencyKey
            : Fingerprint.Hex("mail-file", request.IdempotencyKey, 16);
        var time = request.FirstSentAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        return $"{time}-{key}.eml";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,120}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SafeKey();
}
