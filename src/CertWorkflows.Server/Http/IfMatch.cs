using CertWorkflows.Client;
using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Http;

/// <summary>The version that the caller's <c>If-Match</c> names; none when the header is missing or <c>*</c>.</summary>
internal readonly record struct IfMatch(long? Version)
{
    // Our versions begin at 1, so a tag that is none of ours is stale against each of them.
    private const long Unknown = -1;

    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        var header = context.Request.Headers[HeaderNames.IfMatch].ToString();
        return ValueTask.FromResult(new IfMatch(
            header is "" or "*" ? null : EntityTag.TryParse(header, out var version) ? version : Unknown));
    }
}
