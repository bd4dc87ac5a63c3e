using System.Net;
using System.Text;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.WriteHttpResponse: answers the request that the turn serves (A-32).</summary>
internal sealed class WriteHttpResponseActivity : Activity
{
    private const string Unwritable = "The response includes a type that cannot be serialized.";

    /// <summary>What a workflow may not say: how the message is framed, and what protects the host's own pages, which share its name.</summary>
    private static readonly string[] Reserved =
    [
        "Connection", "Content-Length", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Date", "Server",
        "Set-Cookie", "Clear-Site-Data", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security",
        "Service-Worker-Allowed", "Cross-Origin-Opener-Policy",
    ];

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.WriteHttpResponse", "HTTP", "HTTP Response", "Answers the request.")
            .Input(
                "StatusCode",
                TypeRef.TryParse("HttpStatusCode")!,
                "Status code of the answer.",
                HttpStatusCode.OK,
                true,
                hint: UiHints.DropDown,
                options: UiHints.OneOf(Enum.GetNames<HttpStatusCode>().Where(name => Enum.Parse<HttpStatusCode>(name) >= HttpStatusCode.OK)),
                displayName: "Status Code")
            .Input("Content", TypeRef.Object, "Body.", hint: UiHints.MultiLine)
            .Input("ContentType", TypeRef.String, "Type of the body.", displayName: "Content Type")
            .Input("ResponseHeaders", TypeRef.ObjectDictionary, "Headers; values are texts or lists of texts.", hint: UiHints.JsonEditor, displayName: "Response Headers")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var status = (int)context.Input<HttpStatusCode>("StatusCode");
        if (status is < 200 or > 599)
            throw new WorkflowFaultException($"{status} is no status code of an answer; 200 to 599 are possible.", "InvalidStatusCode", "HTTP");
        var content = status is 204 or 205 or 304 ? null : context.Input("Content");
        var contentType = content is null ? null : Type(context.Input<string>("ContentType"), content);
        var body = content is null ? null : Encode(content, contentType!);
        context.Answer(new HttpReply(status, Headers(context), contentType, body));
        return new(ActivityResult.Done);
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(ActivityContext context)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Input<Dictionary<string, object?>>("ResponseHeaders") ?? [])
        {
            IReadOnlyList<string> values = value is string one ? [one] : (List<string>?)ValueConversion.Convert(value, TypeRef.ListOfString) ?? [];
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal)))
                throw Invalid(name, "this is no name of a header");
            if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith(':'))
                throw Invalid(name, "this one belongs to the host");
            if (values.Any(text => text.Any(letter => letter is < ' ' or > '~')))
                throw Invalid(name, "its value may have printable ASCII characters only");
            headers[name] = values;
        }

        return headers;
    }

    private static WorkflowFaultException Invalid(string header, string reason)
        => new($"The header '{header}' cannot be sent: {reason}.", "InvalidHeader", "HTTP");

    private static string Type(string? given, object content)
    {
        if (!string.IsNullOrWhiteSpace(given))
        {
            return System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(given.Trim(), out _)
                ? given.Trim()
                : throw new WorkflowFaultException($"'{given}' is no content type.", "InvalidContentType", "HTTP");
        }

        return content switch
        {
            byte[] => "application/octet-stream",
            string => "text/plain; charset=utf-8",
            _ => "application/json",
        };
    }

    private static byte[] Encode(object content, string contentType)
    {
        if (content is byte[] bytes)
            return bytes;
        var text = content as string;
        if (Is("json"))
            return Encoding.UTF8.GetBytes(text ?? JsonValues.Text(content));
        if (Is("xml"))
            return Encoding.UTF8.GetBytes(text ?? Unwritable);
        if (Is("x-www-form-urlencoded"))
            return Encoding.UTF8.GetBytes(text ?? Fields(content));
        return Encoding.UTF8.GetBytes(text ?? ValueText.Of(content));

        bool Is(string part) => contentType.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    private static string Fields(object content) => SequenceConversion.Pairs(content) is { } pairs
        ? string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value is null ? "" : ValueText.Of(pair.Value))}"))
        : Unwritable;
}
