using System.Text.RegularExpressions;

namespace CertWorkflows.Domain.Refunds;

/// <summary>Whether the customer wants help beside the refund, and how to reach them (RF-26).</summary>
/// <param name="Wanted">Whether help is wanted; it raises a customer-care task.</param>
/// <param name="DingTalk">A DingTalk id: 2 to 64 letters, digits, dots, hyphens or underscores.</param>
/// <param name="Mobile">A mobile number: 11 digits of mainland China, or <c>+</c> with country code and 7 to 15 digits
/// in all.</param>
public sealed partial record Assistance(bool Wanted, string? DingTalk = null, string? Mobile = null)
{
    /// <summary>What is wrong, each as a sentence; empty when it is well formed.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Wanted && DingTalk is null && Mobile is null)
        {
            problems.Add("help is wanted, so a DingTalk id or a mobile number is needed");
        }

        if (DingTalk is not null && !DingTalkForm().IsMatch(DingTalk))
        {
            problems.Add("the DingTalk id is not well formed: 2 to 64 letters, digits, dots, hyphens or underscores");
        }

        if (Mobile is not null && !MobileForm().IsMatch(Mobile))
        {
            problems.Add("the mobile number is not well formed: 11 digits of mainland China, or + and 7 to 15 digits");
        }

        return problems;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{2,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DingTalkForm();

    // A number that starts with +86 is held to mainland China's form as well.
    [GeneratedRegex(
        @"\A(?:(?:\+86)?1[3-9][0-9]{9}|\+(?!86)[1-9][0-9]{6,14})\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MobileForm();
}
