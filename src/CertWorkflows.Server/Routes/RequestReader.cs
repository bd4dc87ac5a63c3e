using System.Text;
using System.Text.Json;
using CertWorkflows.Application.Routes;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Routes;

/// <summary>Reads a request within the endpoint's bounds and the host's, into plain values (A-30, A-33). Nothing of it is logged.</summary>
internal sealed class RequestReader(IOptions<RouteOptions> options)
{
    private const int MaxJsonDepth = 32; // as in the API: what is nested deeper could not be kept in an instance
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="RejectedRequestException">It breaks a rule that the workflow does not handle itself.</exception>
    public async Task<HttpRequestInput> ReadAsync(
        HttpContext context, RouteAddress address, HttpEndpointRules rules, CancellationToken cancellationToken)
    {
        var input = new HttpRequestInput(Facts(context, address, rules));
        var limit = Math.Min(rules.RequestSizeLimit ?? long.MaxValue, options.Value.MaxRequestBytes);
        if (await BodyAsync(context.Request, limit, cancellationToken) is not { } body)
        {
            return Reject(input, rules, HttpEndpointRules.RequestTooLarge, 413, "request-too-large", $"A request may have {limit} bytes here.");
        }

        if (body.Length == 0)
        {
            return input;
        }

        MediaTypeHeaderValue? type = null;
        if (context.Request.ContentType is { Length: > 0 } given && !MediaTypeHeaderValue.TryParse(given, out type))
        {
            throw new RejectedRequestException(Problems.Create(415, null, $"'{given}' is no content type."));
        }

        if (context.Request.HasFormContentType)
        {
            return CheckFiles(await FormAsync(context.Request, input, body, cancellationToken), rules);
        }

        var media = type?.MediaType.Value ?? "";
        if (media.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            var json = Text(body, type!);
            CheckJson(json, rules);
            return input with { Text = json };
        }

        return media.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || media.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            || media.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            ? input with { Text = Text(body, type!) }
            : input with { Body = new HttpFile(null, Filename(context.Request.Headers.ContentDisposition), media.Length > 0 ? type!.ToString() : "application/octet-stream", body) };
    }

    /// <summary>
    /// What a workflow learns of the request. Cookies belong to this host's own pages, and credentials that this host itself has
    /// recognised are of no use to a workflow: neither is handed on, because workflows keep what they get.
    /// </summary>
    private static Dictionary<string, object?> Facts(HttpContext context, RouteAddress address, HttpEndpointRules rules)
    {
        var request = context.Request;
        var isKnown = context.User.Identity is { IsAuthenticated: true };
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Method"] = request.Method,
            ["Scheme"] = request.Scheme,
            ["Host"] = request.Host.Value,
            ["Path"] = request.Path.Value,
            ["QueryString"] = request.QueryString.Value,
            ["ContentType"] = request.ContentType,
            ["ContentLength"] = request.ContentLength,
            ["Query"] = request.Query.ToDictionary(pair => pair.Key, pair => Value(pair.Value), StringComparer.Ordinal),
            ["RouteValues"] = new Dictionary<string, object?>(rules.Route().Values(address.Path)),
            ["Headers"] = request.Headers
                .Where(header => !header.Key.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase)
                    && !(isKnown && header.Key.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase)))
                .ToDictionary(header => header.Key, header => Value(header.Value), StringComparer.OrdinalIgnoreCase),
            ["User"] = isKnown ? context.User.Identity!.Name : null,
        };
    }

    private static object? Value(StringValues values) => values.Count == 1 ? values[0] : values.Select(value => (object?)value).ToList();

    /// <summary>The whole body; null where it is larger than it may be.</summary>
    private static async Task<byte[]?> BodyAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // counted here, so that the endpoint's own limit decides
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (body.Length + count > limit)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private async Task<HttpRequestInput> FormAsync(HttpRequest request, HttpRequestInput input, byte[] body, CancellationToken cancellationToken)
    {
        request.Body = new MemoryStream(body);
        IFormCollection form;
        try
        {
            form = await new FormFeature(request, new FormOptions
            {
                MemoryBufferThreshold = body.Length + 1,
                ValueCountLimit = options.Value.MaxFormParts,
                ValueLengthLimit = options.Value.MaxRequestBytes,
                MultipartBodyLengthLimit = options.Value.MaxRequestBytes,
            }).ReadFormAsync(cancellationToken);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException or BadHttpRequestException)
        {
            throw new RejectedRequestException(Problems.Create(400, "invalid-form", $"The form cannot be read: {malformed.Message}"));
        }

        if (form.Count + form.Files.Count > options.Value.MaxFormParts)
        {
            throw new RejectedRequestException(Problems.Create(400, "invalid-form", $"The form has {form.Count + form.Files.Count} fields and files; at most {options.Value.MaxFormParts} are taken."));
        }

        if (form.Any(field => !StrictText.IsClean(field.Key) || !field.Value.All(StrictText.IsClean))
            || form.Files.Any(file => !StrictText.IsClean(file.Name) || !StrictText.IsClean(file.FileName)))
        {
            throw new RejectedRequestException(Problems.Create(400, "invalid-form", "A text of the form has a control character or half of a surrogate pair."));
        }

        var files = new List<HttpFile>();
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new HttpFile(file.Name, Bare(file.FileName), file.ContentType ?? "application/octet-stream", content.ToArray()));
        }

        return input with { Form = form.ToDictionary(field => field.Key, field => Value(field.Value), StringComparer.Ordinal), Files = files };
    }

    private static HttpRequestInput CheckFiles(HttpRequestInput input, HttpEndpointRules rules)
    {
        if (input.Files.FirstOrDefault(file => file.Content.Length > rules.FileSizeLimit) is { } large)
        {
            return Reject(input, rules, HttpEndpointRules.FileTooLarge, 413, "file-too-large", $"'{large.Filename}' has {large.Content.Length} bytes; a file may have {rules.FileSizeLimit}.");
        }

        if (input.Files.FirstOrDefault(file => !HasAllowedExtension(file.Filename, rules)) is { } extension)
        {
            return Reject(input, rules, HttpEndpointRules.InvalidExtension, 415, "invalid-file-extension", $"Files such as '{extension.Filename}' are not taken here.");
        }

        return input.Files.FirstOrDefault(file => !HasAllowedType(file.ContentType, rules)) is { } type
            ? Reject(input, rules, HttpEndpointRules.InvalidMimeType, 415, "invalid-file-type", $"'{type.Filename}' is of type {type.ContentType}, which is not taken here.")
            : input;
    }

    private static bool HasAllowedExtension(string filename, HttpEndpointRules rules)
    {
        var extension = Path.GetExtension(filename).ToLowerInvariant();
        return (rules.AllowedFileExtensions.Count == 0 || rules.AllowedFileExtensions.Contains(extension, StringComparer.Ordinal))
            && !rules.BlockedFileExtensions.Contains(extension, StringComparer.Ordinal);
    }

    private static bool HasAllowedType(string contentType, HttpEndpointRules rules) => rules.AllowedMimeTypes.Count == 0
        || (MediaTypeHeaderValue.TryParse(contentType, out var given)
            && rules.AllowedMimeTypes.Any(allowed => MediaTypeHeaderValue.TryParse(allowed, out var range) && range.MatchesMediaType(given.MediaType)));

    private static string Text(byte[] body, MediaTypeHeaderValue type)
    {
        try
        {
            var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value;
            var encoding = string.IsNullOrEmpty(charset) || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                ? Utf8
                : Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var text = encoding.GetString(body).TrimStart('\uFEFF');
            return StrictText.IsClean(text)
                ? text
                : throw new RejectedRequestException(Problems.Create(400, "invalid-text", "The text has a control character."));
        }
        catch (DecoderFallbackException)
        {
            throw new RejectedRequestException(Problems.Create(400, "invalid-text", $"The body is no text in {type.Charset.Value ?? "UTF-8"}."));
        }
        catch (ArgumentException)
        {
            throw new RejectedRequestException(Problems.Create(415, null, $"The character set '{type.Charset}' is not known."));
        }
    }

    private static void CheckJson(string json, HttpEndpointRules rules)
    {
        if (rules.KeepsText || string.IsNullOrWhiteSpace(json))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            if (!StrictText.IsClean(document.RootElement))
            {
                throw new RejectedRequestException(Problems.Create(400, "invalid-text", "A text of the body has a control character or half of a surrogate pair."));
            }
        }
        catch (JsonException wrong)
        {
            var problem = Problems.Create(400, "invalid-json", $"The body is no JSON: {wrong.Message.Split(" LineNumber:")[0]}");
            (problem.Extensions["line"], problem.Extensions["position"]) = (wrong.LineNumber + 1, wrong.BytePositionInLine + 1);
            throw new RejectedRequestException(problem);
        }
    }

    private static HttpRequestInput Reject(HttpRequestInput input, HttpEndpointRules rules, string outcome, int status, string code, string detail) =>
        rules.ExposedOutcomes.Contains(outcome, StringComparer.Ordinal)
            ? new HttpRequestInput(input.Request) { Rejection = outcome }
            : throw new RejectedRequestException(Problems.Create(status, code, detail));

    private static string Filename(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var given) && (given.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(given.FileName).Value) is { Length: > 0 } name
            && Bare(name) is { Length: > 0 } bare && StrictText.IsClean(bare)
            ? bare
            : "file.dat";

    private static string Bare(string filename) => filename[(filename.LastIndexOfAny(['/', '\\']) + 1)..];
}
