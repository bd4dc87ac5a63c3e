using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>Which addresses mail is sent to: one bare <c>local@domain</c>, without a name, comment or list.</summary>
internal static class MailAddress
{
    private const int Longest = 254;

    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        var bare = text.Trim();
        if (bare.Length <= Longest
            && !bare.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
            && MailboxAddress.TryParse(bare, out var parsed)
            && parsed.Address == bare
            && IsComplete(bare))
        {
            address = parsed;
            return true;
        }

        address = null;
        return false;
    }

    /// <summary>Has a local part and a domain.</summary>
    public static bool IsComplete(string address) =>
        address.LastIndexOf('@') is > 0 and var at && at < address.Length - 1;
}
