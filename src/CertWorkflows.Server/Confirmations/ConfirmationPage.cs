using System.Globalization;
using System.Net;
using System.Reflection;
using System.Resources;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Server.Http;

namespace CertWorkflows.Server.Confirmations;

/// <summary>One page without scripts, in the language that the browser prefers; it loads nothing and is kept nowhere.</summary>
internal sealed class ConfirmationPage
{
    private static readonly ResourceManager Texts = new(
        $"{typeof(ConfirmationPage).Namespace}.ConfirmationTexts", Assembly.GetExecutingAssembly());

    private readonly HttpResponse _response;
    private readonly CultureInfo _language;

    public ConfirmationPage(HttpRequest request)
    {
        _response = request.HttpContext.Response;
        _language = RequestLanguage.Of(request);
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

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private string Text(string key) => Encode(Texts.GetString(key, _language) ?? throw new MissingManifestResourceException(key));

    private IResult Page(string title, string body, int status) => PublicPage.Show(_response, _language, title, body, status);
}
