using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Http;

/// <summary>JSON that systems exchange is UTF-8 (RFC 8259, section 8.1); a body that says it is anything else is not read.</summary>
internal static class StrictEncoding
{
    private const string Utf8 = "utf-8";

    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase)
            ? Problems.WriteAsync(context, Problems.Create(StatusCodes.Status415UnsupportedMediaType, null, null))
            : next(context);
}
