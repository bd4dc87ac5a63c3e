using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>What the two forms of the HTTP request have in common: what is sent, and the outputs of what came back (A-33, A-34).</summary>
internal static class HttpExchange
{
    /// <summary>The old <c>enableResiliency</c> (A-35).</summary>
    private const int OldRetries = 8;

    private const string Calls = "Calls";

    private static readonly TypeRef HeadersType = TypeRef.TryParse("HttpHeaders")!;

    /// <summary>The methods to choose from.</summary>
    public static JsonObject Methods => UiHints.OneOf("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");

    public static DescriptorBuilder Inputs(DescriptorBuilder builder) => builder
        .Input("Url", TypeRef.String, "Where the request goes.", displayName: "URL")
        .Input("Method", TypeRef.String, "HTTP method.", "GET", true, hint: UiHints.DropDown, options: Methods)
        .Input("Content", TypeRef.Object, "Body; sent only with a content type.", hint: UiHints.MultiLine)
        .Input("ContentType", TypeRef.String, "Type of the body.", displayName: "Content Type")
        .Input("Authorization", TypeRef.String, "Value of the header Authorization.", sensitive: true)
        .Input("DisableAuthorizationHeaderValidation", TypeRef.Boolean, "Send that header as it is.", displayName: "Disable Authorization Header Validation")
        .Input("RequestHeaders", TypeRef.ObjectDictionary, "Other headers; values are texts or lists of texts.", hint: UiHints.JsonEditor, displayName: "Request Headers")
        .Input("EnableResiliency", TypeRef.Boolean, "Retry up to eight times what may pass.", displayName: "Enable Resiliency");

    public static DescriptorBuilder Outputs(DescriptorBuilder builder) => builder
        .Output("Result", TypeRef.Object, "The answer.")
        .Output("StatusCode", TypeRef.Int32, "Status code of the answer.")
        .Output("ParsedContent", TypeRef.Object, "Body of the answer, parsed by its type.")
        .Output("ResponseHeaders", HeadersType, "Headers of the answer.");

    /// <summary>Asks for the call and waits for its answer.</summary>
    /// <param name="context">The activity.</param>
    /// <param name="isDownload">Whether the inputs are those of a download, and the answer is wanted as bytes whatever its type.</param>
    public static ActivityResult Request(ActivityContext context, bool isDownload = false)
    {
        var call = Call(context, isDownload);
        var bookmark = context.Wait(new BookmarkRequest { Name = HostRequest.SendHttp.BookmarkName });

        // an operator who retries a failed request wants it sent again, not the old answer
        var calls = ((int?)context.Properties[Calls] ?? 0) + 1;
        context.Properties[Calls] = calls;
        context.Ask(new HostRequest.SendHttp(bookmark.Id, $"{context.Id}-{calls}", call));
        return ActivityResult.Wait;
    }

    /// <summary>Reads the answer and sets the outputs of one that came.</summary>
    /// <exception cref="WorkflowFaultException">The call was refused, or no answer could be had.</exception>
    public static HttpAnswer Receive(ActivityContext context)
    {
        var answer = Read(context);
        if (answer.Failure is not null)
            return answer;
        var headers = Headers(answer);
        context.SetOutput("StatusCode", answer.Status);
        context.SetOutput("ParsedContent", Parse(context.Node, answer));
        context.SetOutput("ResponseHeaders", headers);
        context.SetOutput("Result", Response(answer, headers, answer.Text ?? answer.Base64));
        return answer;
    }

    /// <summary>The headers of an answer.</summary>
    public static Dictionary<string, string[]> Headers(HttpAnswer answer)
        => answer.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>An answer as workflows see it.</summary>
    public static Dictionary<string, object?> Response(HttpAnswer answer, Dictionary<string, string[]> headers, object? content) => new()
    {
        ["StatusCode"] = answer.Status,
        ["Headers"] = headers,
        ["Content"] = content,
    };

    /// <summary>The answer; why there is none goes to the journal.</summary>
    /// <exception cref="WorkflowFaultException">The call was refused, or no answer could be had.</exception>
    public static HttpAnswer Read(ActivityContext context)
    {
        var input = context.ResumeInput;
        if (input.GetValueOrDefault("succeeded") is not true)
        {
            throw new WorkflowFaultException(
                $"{input.GetValueOrDefault("message")}", $"{input.GetValueOrDefault("code")}", "HTTP");
        }

        var answer = JsonSerializer.Deserialize<HttpAnswer>((string)input["result"]!, JsonSerializerOptions.Web)!;
        if (answer.Failure is not null)
            context.Journal("Error", answer.Message);
        return answer;
    }

    /// <summary>Problems that publishing shows (A-35).</summary>
    public static IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.Raw("customProperties") is JsonObject custom && ActivityJson.Member(custom, "resilienceStrategy") is JsonObject)
        {
            yield return new DefinitionProblem(
                "unknown-resilience-strategy",
                node.NodeId,
                $"Activity '{node.Id}' names a resilience strategy; this host has none configured, so the request is sent once.",
                true);
        }
    }

    private static HttpCall Call(ActivityContext context, bool isDownload)
    {
        var text = context.Input<string>("Url");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new WorkflowFaultException($"The URL '{text}' is no absolute http or https address.", "InvalidUrl", "HTTP");
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Input<Dictionary<string, object?>>("RequestHeaders") ?? [])
            headers[name] = value is string one ? [one] : (List<string>?)ValueConversion.Convert(value, TypeRef.ListOfString) ?? [];
        if (context.Input<string>("Authorization") is { } authorization && !string.IsNullOrWhiteSpace(authorization))
        {
            if (!context.Input<bool>("DisableAuthorizationHeaderValidation") && !AuthenticationHeaderValue.TryParse(authorization, out _))
                throw new WorkflowFaultException("The value of the header Authorization is not valid.", "InvalidHeader", "HTTP");
            headers["Authorization"] = [authorization];
        }

        var contentType = context.Input<string>(isDownload ? "RequestContentType" : "ContentType");
        var content = string.IsNullOrWhiteSpace(contentType) ? null : context.Input(isDownload ? "RequestContent" : "Content");
        return new HttpCall(
            url,
            (context.Input<string>("Method") ?? "GET").Trim().ToUpperInvariant(),
            headers,
            content is null or string ? (string?)content : JsonValues.Text(content),
            content is null ? null : contentType,
            !isDownload && context.Input<bool>("EnableResiliency") ? OldRetries : 0,
            isDownload);
    }

    /// <summary>Whether content of that type is JSON (A-33).</summary>
    public static bool IsJson(string? contentType) => contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;

    // A-33: without a target the content type decides; a bound variable's type decides over it
    private static object? Parse(ActivityNode node, HttpAnswer answer)
    {
        if (answer.Text is not { } text)
            return answer.Base64 is null ? null : Convert.FromBase64String(answer.Base64);
        var target = Target(node);
        if (IsJson(answer.ContentType))
        {
            if (target == TypeRef.String)
                return text;
            return string.IsNullOrWhiteSpace(text) ? null : JsonValues.Parse(text, target?.ClrType ?? typeof(object), isText: true);
        }

        return text;
    }

    public static TypeRef? Target(ActivityNode node)
    {
        var id = node.Outputs.FirstOrDefault(output => output.Descriptor.Name == "ParsedContent")?.TargetId;
        for (var each = node; each is not null && id is not null; each = each.Parent)
        {
            if (each.Variables.FirstOrDefault(variable => variable.Id == id) is { } variable)
                return variable.Type;
        }

        return null;
    }
}
