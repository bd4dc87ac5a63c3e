using System.Globalization;
using System.Security.Cryptography;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Server.Endpoints;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Customers;

/// <summary>
/// Makes and reads the links to customers' requests. They are not stored: the token is the case, when it was made and the end of its validity,
/// encrypted with the server's keys, so that nobody can make or change one.
/// </summary>
internal sealed class CustomerLinks(
    IDataProtectionProvider protection, IOptions<CustomerLinkOptions> options, IOptions<PublicLinkOptions> addresses, TimeProvider clock)
{
    /// <summary>The kinds of cases that customers follow, as the API's lists are called.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["refunds", "package-refunds", "renewals", "revocations"];

    private const int MaxToken = 1_000;

    private const int TokenParts = 4;

    private readonly IDataProtector _protector = protection.CreateProtector("CertWorkflows.CustomerLinks.v2");

    public (string Url, DateTimeOffset ExpiresAt) Create(string kind, Guid id)
    {
        var now = clock.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(now.AddDays(options.Value.ValidDays).ToUnixTimeSeconds());
        var token = _protector.Protect(string.Create(
            CultureInfo.InvariantCulture, $"{kind} {id:N} {expiresAt.ToUnixTimeSeconds()} {now.ToUnixTimeMilliseconds()}"));
        return (addresses.Value.To($"{CustomerRequestEndpoints.Path[1..]}/{token}"), expiresAt);
    }

    /// <summary>The case of a token; null when it is none of ours, or is not good any more.</summary>
    public (string Kind, Guid Id, DateTimeOffset MadeAt)? Read(string token)
    {
        if (token.Length > MaxToken)
        {
            return null;
        }

        try
        {
            var parts = _protector.Unprotect(token).Split(' ');
            return parts.Length == TokenParts && DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2], CultureInfo.InvariantCulture)) > clock.GetUtcNow()
                ? (parts[0], Guid.ParseExact(parts[1], "N"), DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[3], CultureInfo.InvariantCulture)))
                : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException)
        {
            return null; // whoever tries gets the page of unknown links; there is nothing to record of it
        }
    }
}
