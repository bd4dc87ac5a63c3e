using System.Net.Http.Headers;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.DownloadHttpFile: calls a URL and keeps what comes as a file (5.7). An effect, as every call.</summary>
internal sealed class DownloadHttpFileActivity : Activity
{
    private static readonly string[] ContentHeaders = ["Allow", "Expires", "Last-Modified"];

    private static readonly TypeRef HeadersType = TypeRef.TryParse("HttpHeaders")!;

    public override ActivityDescriptor Descriptor { get; } = FlowSendHttpRequestActivity.WithCodes(
            new DescriptorBuilder("Elsa.DownloadHttpFile", "HTTP", "Download File", "Downloads a file by HTTP.")
                .Input("Url", TypeRef.String, "Where the file is.", displayName: "URL")
                .Input("Method", TypeRef.String, "HTTP method.", "GET", true, hint: UiHints.DropDown, options: HttpExchange.Methods))
        .Input("RequestContent", TypeRef.Object, "Body; sent only with a content type.", hint: UiHints.MultiLine, displayName: "Content")
        .Input("RequestContentType", TypeRef.String, "Type of the body.", displayName: "Content Type")
        .Input("Authorization", TypeRef.String, "Value of the header Authorization.", sensitive: true)
        .Input("DisableAuthorizationHeaderValidation", TypeRef.Boolean, "Send that header as it is.", displayName: "Disable Authorization Header Validation")
        .Input("RequestHeaders", TypeRef.ObjectDictionary, "Other headers; values are texts or lists of texts.", hint: UiHints.JsonEditor, displayName: "Request Headers")
        .Output("Result", TypeRef.TryParse("HttpFile")!, "The file.")
        .Output("Response", TypeRef.TryParse("HttpResponseMessage")!, "The answer.")
        .Output("StatusCode", TypeRef.Int32, "Status code of the answer.")
        .Output("ResponseContentStream", TypeRef.TryParse("ByteArray")!, "The bytes; a stream cannot be kept.")
        .Output("ResponseContentBytes", TypeRef.TryParse("ByteArray")!, "The bytes.")
        .Output("ResponseHeaders", HeadersType, "Headers of the answer.")
        .Output("ResponseContentHeaders", HeadersType, "Headers that describe its content.")
        .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(HttpExchange.Request(context, isDownload: true));

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var answer = HttpExchange.Read(context);
        if (answer.Failure is null)
            Keep(context, answer);
        return new(FlowSendHttpRequestActivity.Leave(context, answer));
    }

    public override IEnumerable<string> Outcomes(ActivityNode node) => FlowSendHttpRequestActivity.OutcomesOf(node);

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node) => HttpExchange.Check(node);

    private static void Keep(ActivityContext context, HttpAnswer answer)
    {
        var bytes = answer.Base64 is null ? [] : Convert.FromBase64String(answer.Base64);
        var headers = HttpExchange.Headers(answer);
        var ofContent = headers.Where(pair => IsOfContent(pair.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var ofAnswer = headers.Where(pair => !IsOfContent(pair.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
        context.SetOutput("StatusCode", answer.Status);
        context.SetOutput("Response", HttpExchange.Response(answer, headers, bytes));
        context.SetOutput("ResponseContentStream", bytes);
        context.SetOutput("ResponseContentBytes", bytes);
        context.SetOutput("ResponseHeaders", ofAnswer);
        context.SetOutput("ResponseContentHeaders", ofContent);
        context.SetOutput("Result", new HttpFile(null, Filename(context, ofContent), answer.ContentType ?? "application/octet-stream", bytes).ToValue());
    }

    private static bool IsOfContent(string header)
        => header.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || ContentHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    // the name decides nothing here, but whoever keeps the file under it must not leave the folder
    private static string Filename(ActivityContext context, Dictionary<string, string[]> headers)
    {
        var given = headers.GetValueOrDefault("Content-Disposition") is [var text, ..] && ContentDispositionHeaderValue.TryParse(text, out var disposition)
            ? disposition.FileNameStar ?? disposition.FileName?.Trim('"')
            : null;
        var name = given ?? Uri.UnescapeDataString(new Uri(context.Input<string>("Url")!).AbsolutePath);
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return string.IsNullOrWhiteSpace(name) || name is "." or ".." ? "file.dat" : name;
    }
}
