using System.Globalization;
using System.Net;
using System.Reflection;
using System.Resources;
using CertWorkflows.Server.Diagrams;
using CertWorkflows.Server.Http;

namespace CertWorkflows.Server.Customers;

/// <summary>The page that tells a customer where a request is, in the language that the browser prefers.</summary>
internal sealed class CustomerRequestPage(HttpRequest request, TimeZoneInfo zone)
{
    private const int ShownOfAccount = 4;

    private static readonly ResourceManager Texts = new($"{typeof(CustomerRequestPage).Namespace}.CustomerTexts", Assembly.GetExecutingAssembly());

    private readonly CultureInfo _language = RequestLanguage.Of(request);

    public IResult Showing(CustomerRequest it) => PublicPage.Show(
        request.HttpContext.Response,
        _language,
        Text($"title.{it.Kind}"),
        $"""
        <p><strong>{Encode(LifecycleSvg.NameOf(it.Kind, it.State, _language))}</strong></p>
        <p>{Text($"next.{it.Kind}.{it.State}")}</p>
        <dl>
        {Fact("product", it.Product)}{Fact("domains", string.Join(", ", it.Domains))}{Fact("amount", it.Amount is { } money ? $"{money.Amount.ToString("0.00", CultureInfo.InvariantCulture)} {Domain.Money.Currency}" : null)}{Fact("account", Masked(it.Account))}{Fact("askedAt", Local(it.AskedAt))}{Fact($"until.{it.Kind}", Local(it.Until))}{Fact("closedAt", Local(it.ClosedAt))}{Fact("refusedBecause", it.RefusedBecause)}
        </dl>
        """,
        StatusCodes.Status200OK);

    /// <summary>The same page for every link that does not lead anywhere: it does not say whether it ever did.</summary>
    public IResult Unknown() => PublicPage.Show(
        request.HttpContext.Response, _language, Text("unknown.title"), $"<p>{Text("unknown.text")}</p>", StatusCodes.Status404NotFound);

    /// <summary>The end of an account, and nothing of a short one.</summary>
    internal static string? Masked(string? account) =>
        string.IsNullOrEmpty(account) ? null : account.Length < 2 * ShownOfAccount ? "••••" : "••••" + account[^ShownOfAccount..];

    private string Fact(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"<dt>{Text($"fact.{name}")}</dt><dd>{Encode(value)}</dd>\n";

    private string? Local(DateTimeOffset? instant) => instant is { } at
        ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture)
        : null;

    private string Text(string key) => Encode(Texts.GetString(key, _language) ?? throw new MissingManifestResourceException(key));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
