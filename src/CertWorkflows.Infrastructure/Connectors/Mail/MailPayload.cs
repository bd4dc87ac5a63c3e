using MimeKit;
using MimeKit.Text;
using CertWorkflows.Application.Effects;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>The payload of an effect <c>mail</c>.</summary>
internal sealed record MailPayload(string To, string Subject, string Text, string? Html = null)
{
    /// <summary>
    /// The message; the same bytes for the same effect, whichever attempt writes it.
    /// </summary>
    public MimeMessage Compose(MailboxAddress from, MailboxAddress to, EffectRequest request)
    {
        var id = Fingerprint.Hex("mail", request.IdempotencyKey, 16);
        var plain = new TextPart(TextFormat.Plain) { Text = Text };
        return new MimeMessage([from], [to], OneLine(Subject), Body(plain, id))
        {
            MessageId = $"{id}@{from.Domain}",
            Date = request.FirstSentAt,
            Headers = { { HeaderId.AutoSubmitted, "auto-generated" } },
        };
    }

    private MimeEntity Body(TextPart plain, string id) => Html is null
        ? plain
        : new MultipartAlternative(plain, new TextPart(TextFormat.Html) { Text = Html }) { Boundary = $"=_{id}" };

    // A line break in a subject would begin another header.
    private static string OneLine(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
}
