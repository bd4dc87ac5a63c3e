namespace CertWorkflows.Engine.Execution;

/// <summary>A request as the host gives it to the turn: plain values, read within bounds, that survive a suspension .</summary>
/// <param name="Request">What the endpoint's output <c>Result</c> is: <c>Method</c>, <c>Path</c>, <c>Query</c>, <c>RouteValues</c>, <c>Headers</c>, …</param>
public sealed record HttpRequestInput(IReadOnlyDictionary<string, object?> Request)
{
    private const string Key = "__HttpRequest";

    /// <summary>A body that is text; <see langword="null"/> for none.</summary>
    public string? Text { get; init; }

    /// <summary>Fields of a form by name: a text, or a list of texts where the name occurs more than once.</summary>
    public IReadOnlyDictionary<string, object?>? Form { get; init; }

    /// <summary>Files of a form, in order.</summary>
    public IReadOnlyList<HttpFile> Files { get; init; } = [];

    /// <summary>A body that is neither text nor form.</summary>
    public HttpFile? Body { get; init; }

    /// <summary>One of the outcomes of <see cref="HttpEndpointRules"/> for a request that the workflow itself rejects; it comes without a body.</summary>
    public string? Rejection { get; init; }

    /// <summary>The stimulus input.</summary>
    public Dictionary<string, object?> ToInput() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["HttpContext"] = true,
        ["Path"] = Request.GetValueOrDefault("Path"),
        [Key] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(Request)] = Request,
            [nameof(Text)] = Text,
            [nameof(Form)] = Form,
            [nameof(Files)] = Files.Select(file => (object?)file.ToValue()).ToList(),
            [nameof(Body)] = Body?.ToValue(),
            [nameof(Rejection)] = Rejection,
        },
    };

    /// <summary>Reads what <see cref="ToInput"/> wrote; <see langword="null"/> where the stimulus is no request.</summary>
    internal static HttpRequestInput? Of(IReadOnlyDictionary<string, object?> input)
    {
        if (input.GetValueOrDefault(Key) is not IReadOnlyDictionary<string, object?> value
            || value.GetValueOrDefault(nameof(Request)) is not IReadOnlyDictionary<string, object?> request)
            return null;
        return new HttpRequestInput(request)
        {
            Text = value.GetValueOrDefault(nameof(Text)) as string,
            Form = value.GetValueOrDefault(nameof(Form)) as IReadOnlyDictionary<string, object?>,
            Files = [.. (value.GetValueOrDefault(nameof(Files)) as IEnumerable<object?> ?? []).Select(HttpFile.Of).OfType<HttpFile>()],
            Body = HttpFile.Of(value.GetValueOrDefault(nameof(Body))),
            Rejection = value.GetValueOrDefault(nameof(Rejection)) as string,
        };
    }
}

/// <summary>A file that came by HTTP. In a workflow it is a dictionary with these members, its content as bytes, so that it survives a suspension.</summary>
/// <param name="Name">Of the form's field; <see langword="null"/> where it came in no form.</param>
/// <param name="Filename">Without folders.</param>
/// <param name="ContentType">As the sender says.</param>
/// <param name="Content">The bytes.</param>
public sealed record HttpFile(string? Name, string Filename, string ContentType, byte[] Content)
{
    /// <summary>The value that workflows see; member <c>Size</c> is the number of bytes.</summary>
    public Dictionary<string, object?> ToValue() => new(StringComparer.Ordinal)
    {
        [nameof(Name)] = Name,
        [nameof(Filename)] = Filename,
        [nameof(ContentType)] = ContentType,
        ["Size"] = Content.Length,
        [nameof(Content)] = Content,
    };

    /// <summary>Reads such a value; <see langword="null"/> for any other.</summary>
    internal static HttpFile? Of(object? value) => value is IEnumerable<KeyValuePair<string, object?>> pairs
        && pairs.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase) is var members
        && members.GetValueOrDefault(nameof(Content)) is byte[] content
        ? new HttpFile(
            members.GetValueOrDefault(nameof(Name)) as string,
            members.GetValueOrDefault(nameof(Filename)) as string ?? "file.dat",
            members.GetValueOrDefault(nameof(ContentType)) as string ?? "application/octet-stream",
            content)
        : null;
}
