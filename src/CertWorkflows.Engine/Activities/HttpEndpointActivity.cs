using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.HttpEndpoint: starts by a request, or waits for one (A-27, A-30). The host has held the request to the rules before.</summary>
internal sealed class HttpEndpointActivity : Activity
{
    private static readonly string[] Exposures =
    [
        HttpEndpointRules.RequestTooLarge, HttpEndpointRules.FileTooLarge, HttpEndpointRules.InvalidExtension, HttpEndpointRules.InvalidMimeType,
    ];

    private static readonly string[] Switches =
        ["ExposeRequestTooLargeOutcome", "ExposeFileTooLargeOutcome", "ExposeInvalidFileExtensionOutcome", "ExposeInvalidFileMimeTypeOutcome"];

    public override ActivityDescriptor Descriptor { get; } = WithSwitches(
        new DescriptorBuilder(HttpRoute.BookmarkName, "HTTP", "HTTP Endpoint", "Starts or goes on when a request comes.")
            .Input("Path", TypeRef.String, "Below the base path; {name} stands for a part that varies.")
            .Input("SupportedMethods", TypeRef.ListOfString, "Methods it takes.", new List<string> { "GET" }, hint: UiHints.MultiText, displayName: "Supported Methods")
            .Input("Authorize", TypeRef.Boolean, "Only for known callers.", false)
            .Input("Policy", TypeRef.String, "Role that a known caller must have.")
            .Input("RequestTimeout", TypeRef.TryParse("TimeSpan?")!, "How long a request may take.", displayName: "Request Timeout")
            .Input("RequestSizeLimit", TypeRef.TryParse("Int64?")!, "Bytes that a request may have.", displayName: "Request Size Limit")
            .Input("FileSizeLimit", TypeRef.TryParse("Int64?")!, "Bytes that a file may have.", displayName: "File Size Limit")
            .Input("AllowedFileExtensions", TypeRef.ListOfString, "Only files with these.", hint: UiHints.MultiText, displayName: "Allowed File Extensions")
            .Input("BlockedFileExtensions", TypeRef.ListOfString, "No files with these.", hint: UiHints.MultiText, displayName: "Blocked File Extensions")
            .Input("AllowedMimeTypes", TypeRef.ListOfString, "Only files of these types.", hint: UiHints.MultiText, displayName: "Allowed MIME Types"))
        .Output("Result", TypeRef.TryParse("HttpRequest")!, "The request.")
        .Output("ParsedContent", TypeRef.Object, "Its body, parsed by its type.")
        .Output("Files", TypeRef.TryParse("FormFile[]")!, "Files of a form.")
        .Output("File", TypeRef.TryParse("FormFile")!, "The first of them.")
        .Output("RouteData", TypeRef.ObjectDictionary, "Values of the path's parameters.")
        .Output("QueryStringData", TypeRef.ObjectDictionary, "Values of the query.")
        .Output("Headers", TypeRef.ObjectDictionary, "Headers; one that occurs more than once is a list.")
        .Kind(ActivityKind.Trigger)
        .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        => new(context.IsTrigger && HttpRequestInput.Of(context.ResumeInput) is { } request ? Received(context, request) : Await(context));

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
        => new(HttpRequestInput.Of(context.ResumeInput) is { } request ? Received(context, request) : Await(context));

    public override IEnumerable<string> Outcomes(ActivityNode node)
        => Exposures.Where((_, index) => node.FindInput(Switches[index])?.Constant is true).Prepend("Done");

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.FindInput("Policy")?.Constant is string { Length: > 0 } && node.FindInput("Authorize") is { Expression: null, Constant: not true })
        {
            yield return new DefinitionProblem(
                "policy-without-authorize", node.NodeId, $"Activity '{node.Id}' names a policy, but does not authorize: anybody may call it.", true);
        }

        if (Problem(node) is { } problem)
            yield return new DefinitionProblem("invalid-endpoint", node.NodeId, $"Activity '{node.Id}': {problem}");
    }

    /// <summary>The rules of an endpoint, one for each method.</summary>
    /// <param name="node">The activity.</param>
    /// <param name="value">The value of an input.</param>
    /// <exception cref="WorkflowFaultException">A value is not possible.</exception>
    public static IReadOnlyList<HttpEndpointRules> RulesOf(ActivityNode node, Func<string, object?> value)
    {
        var path = Text(value("Path"));
        if (!HttpRoute.TryParse(path, out var route, out var problem))
            throw Invalid($"its path '{path}' cannot be served: {problem}.");
        var methods = Texts(value("SupportedMethods")).Select(method => method.ToUpperInvariant()).Distinct(StringComparer.Ordinal).ToList();
        if (methods.Count == 0 || methods.Exists(method => !HttpRoute.Methods.Contains(method)))
            throw Invalid($"its methods are '{string.Join(", ", methods)}'; one or more of {string.Join(", ", HttpRoute.Methods)} are needed.");
        var common = new HttpEndpointRules
        {
            Path = route.Template,
            Method = "",
            Authorize = value("Authorize") is true,
            Policy = Text(value("Policy")),
            RequestTimeout = value("RequestTimeout") is TimeSpan timeout && timeout != TimeSpan.Zero ? Positive("RequestTimeout", timeout, TimeSpan.Zero) : null,
            RequestSizeLimit = value("RequestSizeLimit") is long request ? Positive("RequestSizeLimit", request, 0) : null,
            FileSizeLimit = value("FileSizeLimit") is long file ? Positive("FileSizeLimit", file, 0) : null,
            AllowedFileExtensions = Extensions("AllowedFileExtensions"),
            BlockedFileExtensions = Extensions("BlockedFileExtensions"),
            AllowedMimeTypes = [.. Texts(value("AllowedMimeTypes")).Select(type => type.ToLowerInvariant())],
            ExposedOutcomes = [.. node.Activity.Outcomes(node).Skip(1)],
            KeepsText = HttpExchange.Target(node) == TypeRef.String,
        };
        return [.. methods.Select(method => common with { Method = method.ToLowerInvariant() })];

        static T Positive<T>(string name, T given, T zero)
            where T : IComparable<T>
            => given.CompareTo(zero) > 0 ? given : throw Invalid($"its input '{name}' is {given}; more than zero is needed.");

        IReadOnlyList<string> Extensions(string name)
            => [.. Texts(value(name)).Select(extension => $".{extension.TrimStart('*').TrimStart('.').ToLowerInvariant()}")];
    }

    private static DescriptorBuilder WithSwitches(DescriptorBuilder builder)
    {
        var names = new[] { "Expose Request Too Large", "Expose File Too Large", "Expose Invalid File Extension", "Expose Invalid File MIME Type" };
        for (var index = 0; index < Switches.Length; index++)
        {
            builder = builder.Input(
                Switches[index], TypeRef.Boolean, $"Leave by '{Exposures[index]}' instead of refusing the request.", false, wrapped: false, displayName: names[index]);
        }

        return builder;
    }

    /// <summary>Waits by each of its methods; a wait that nobody has a request for begins anew.</summary>
    private static ActivityResult Await(ActivityContext context)
    {
        foreach (var open in context.Bookmarks)
            context.Burn(open);
        foreach (var rules in RulesOf(context.Node, context.Input))
        {
            context.Wait(new BookmarkRequest
            {
                Name = HttpRoute.BookmarkName,
                Payload = rules.ToPayload(),
                Hashed = rules.Route().Hashed(rules.Method),
                IncludeContextId = false,
            });
        }

        return ActivityResult.Wait;
    }

    private static ActivityResult Received(ActivityContext context, HttpRequestInput input)
    {
        context.SetOutput("Result", input.Request);
        context.SetOutput("RouteData", input.Request.GetValueOrDefault("RouteValues"));
        context.SetOutput("QueryStringData", input.Request.GetValueOrDefault("Query"));
        context.SetOutput("Headers", input.Request.GetValueOrDefault("Headers"));
        if (input.Rejection is { } outcome)
            return ActivityResult.Outcome(outcome);
        var files = input.Files.Select(file => (object?)file.ToValue()).ToList();
        context.SetOutput("ParsedContent", Content(context.Node, input));
        context.SetOutput("Files", files);
        context.SetOutput("File", files.FirstOrDefault());
        return ActivityResult.Done;
    }

    // A-33
    private static object? Content(ActivityNode node, HttpRequestInput input)
    {
        if (input.Form is not null)
            return input.Form;
        if (input.Body is not null)
            return input.Body.ToValue();
        if (!HttpExchange.IsJson(input.Request.GetValueOrDefault("ContentType") as string) || HttpExchange.Target(node) == TypeRef.String)
            return input.Text;
        return string.IsNullOrWhiteSpace(input.Text) ? null : JsonValues.Parse(input.Text, typeof(object), isText: true);
    }

    // what an expression gives is known when it runs only
    private static string? Problem(ActivityNode node)
    {
        if (node.Inputs.Any(input => input.Expression is { Type: not ("Literal" or "Object" or "Json") }))
            return null;
        try
        {
            RulesOf(node, name => Constant(node, name));
            return null;
        }
        catch (Exception exception) when (exception is WorkflowFaultException or ConversionException)
        {
            return exception.Message;
        }
    }

    private static object? Constant(ActivityNode node, string name)
    {
        var input = node.FindInput(name)!;
        return ValueConversion.Convert(input.Expression is null ? input.Constant : input.Expression.Value, input.Descriptor.Type);
    }

    private static string? Text(object? value) => (string?)ValueConversion.Convert(value, TypeRef.String) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static IEnumerable<string> Texts(object? value)
        => ((List<string>?)ValueConversion.Convert(value, TypeRef.ListOfString) ?? []).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim());

    private static WorkflowFaultException Invalid(string problem) => new(problem, "InvalidEndpoint", "HTTP");
}
