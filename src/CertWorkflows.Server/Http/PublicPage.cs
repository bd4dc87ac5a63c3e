using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CertWorkflows.Server.Http;

/// <summary>The look of the pages that customers reach by a link: no scripts, nothing loaded, kept nowhere.</summary>
internal static class PublicPage
{
    public const string ContentType = "text/html";

    private const string Style =
        "*{box-sizing:border-box}body{margin:0;font:1rem/1.6 system-ui,sans-serif;color:#1b1f24;background:#f4f5f7}"
        + "main{max-width:34rem;margin:8vh auto;padding:2rem;background:#fff;border:1px solid #d5d9de;border-radius:8px}"
        + "h1{font-size:1.4rem;line-height:1.3;margin:0 0 1rem}dl{margin:1.5rem 0}dt{color:#57606a;font-size:.875rem}"
        + "dd{margin:0 0 .75rem;overflow-wrap:anywhere}button{width:100%;padding:.75rem 1rem;font:inherit;font-weight:600;"
        + "color:#fff;background:#b3261e;border:0;border-radius:6px;cursor:pointer}button:hover{background:#8c1d18}"
        + "button:focus-visible{outline:3px solid #1b1f24;outline-offset:2px}.note{color:#57606a;font-size:.875rem}"
        + "@media(max-width:40rem){main{margin:0;min-height:100vh;border:0;border-radius:0;padding:1.5rem}}"
        + "@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#15181c}main{background:#1d2126;border-color:#3a4048}"
        + "dt,.note{color:#a6adb6}button:focus-visible{outline-color:#e6e8eb}}";

    // The style stands in the page and is named by its hash: nothing else that somebody gets into the page is applied or loaded.
    private static readonly string Policy =
        $"default-src 'none'; img-src data:; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="response">The answer; it gets the headers that go with the page.</param>
    /// <param name="language">The page's language.</param>
    /// <param name="title">Title and heading, encoded.</param>
    /// <param name="body">What stands below it, as HTML.</param>
    /// <param name="status">The answer's status.</param>
    public static IResult Show(HttpResponse response, CultureInfo language, string title, string body, int status)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.Headers.Vary = "Accept-Language";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="{RequestLanguage.NameOf(language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            {body}
            </main>
            </body>
            </html>

            """,
            ContentType,
            Encoding.UTF8,
            status);
    }
}
