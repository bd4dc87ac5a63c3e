using System.Globalization;
using System.Net;
using System.Reflection;
using System.Resources;
using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Server.Confirmations;

/// <summary>One page without scripts, in the language that the browser prefers; it loads nothing and is kept nowhere.</summary>
internal sealed class ConfirmationPage
{
    public const string ContentType = "text/html";

    private const string Chinese = "zh-Hans";

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

    private static readonly ResourceManager Texts = new(
        $"{typeof(ConfirmationPage).Namespace}.ConfirmationTexts", Assembly.GetExecutingAssembly());

    private readonly HttpResponse _response;
    private readonly CultureInfo _language;

    public ConfirmationPage(HttpRequest request)
    {
        _response = request.HttpContext.Response;
        _language = LanguageOf(request);
    }

    /// <summary>Asks once more, and posts.</summary>
    public IResult Asking(Revocation revocation, Certificate certificate)
    {
        var names = certificate.Application?.Domains is { Count: > 0 } domains ? string.Join(", ", domains) : certificate.Company;
        return Page(
            Text("asking.title"),
            $"""
            <p>{Text("asking.text")}</p>
            <dl>
            <dt>{Text("fact.names")}</dt><dd>{Encode(names)}</dd>
            <dt>{Text("fact.product")}</dt><dd>{Encode(certificate.ProductName())}</dd>
            <dt>{Text("fact.serial")}</dt><dd>{Encode(certificate.Serial ?? "")}</dd>
            <dt>{Text("fact.reason")}</dt><dd>{Text($"reason.{revocation.Reason.Name()}")}</dd>
            </dl>
            <form method="post"><button type="submit">{Text("asking.button")}</button></form>
            <p class="note">{Text("asking.note")}</p>
            """,
            StatusCodes.Status200OK);
    }

    /// <summary>Says what became of the link.</summary>
    /// <param name="what">The texts' name.</param>
    /// <param name="status">The answer's status.</param>
    public IResult Told(string what, int status) => Page(Text($"{what}.title"), $"<p>{Text($"{what}.text")}</p>", status);

    /// <summary>The language that is wanted most of the two that there are; English where neither is named.</summary>
    private static CultureInfo LanguageOf(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is null or > 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(name => IsOf(name, "zh") || IsOf(name, "en"));
        return wanted is not null && IsOf(wanted, "zh") ? CultureInfo.GetCultureInfo(Chinese) : CultureInfo.InvariantCulture;
    }

    private static bool IsOf(string name, string language) =>
        name.Equals(language, StringComparison.OrdinalIgnoreCase) || name.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private string Text(string key) => Encode(Texts.GetString(key, _language) ?? throw new MissingManifestResourceException(key));

    private IResult Page(string title, string body, int status)
    {
        _response.Headers.ContentSecurityPolicy = Policy;
        _response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        _response.Headers.Vary = "Accept-Language";
        var language = _language.Name.Length == 0 ? "en" : Chinese;
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="{language}">
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
