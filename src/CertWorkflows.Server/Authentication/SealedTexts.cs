using System.Globalization;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;
using Microsoft.AspNetCore.DataProtection;

namespace CertWorkflows.Server.Authentication;

/// <summary>Seals with the keys of <see cref="StoredKeys"/>, for one instance: what another's effect carries does not open.</summary>
internal sealed partial class SealedTexts(IDataProtectionProvider protection) : ISealedTexts
{
    private const string Purpose = "CertWorkflows.SealedTexts";

    public string Seal(string secret, Guid instanceId) => $"[sealed:{ProtectorOf(instanceId).Protect(secret)}]";

    public string Open(string payload, Guid instanceId) =>
        StandIn().Replace(payload, found => ProtectorOf(instanceId).Unprotect(found.Groups["sealed"].Value));

    private IDataProtector ProtectorOf(Guid instanceId) =>
        protection.CreateProtector(Purpose, instanceId.ToString("N", CultureInfo.InvariantCulture));

    // What the protector writes is URL-safe, and so are the secrets: JSON around them needs no other spelling.
    [GeneratedRegex(@"\[sealed:(?<sealed>[A-Za-z0-9_-]+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StandIn();
}
