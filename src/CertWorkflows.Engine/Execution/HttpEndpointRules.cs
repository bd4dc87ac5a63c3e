using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CertWorkflows.Engine.Execution;

/// <summary>What an endpoint takes by one method: the payload of its trigger or bookmark (6.3). The host holds requests to it before
/// any turn, for triggers and waiting instances alike .</summary>
public sealed record HttpEndpointRules
{
    /// <summary>Outcome for a request that is too large.</summary>
    public const string RequestTooLarge = "Request too large";

    /// <summary>Outcome for a file that is too large.</summary>
    public const string FileTooLarge = "File too large";

    /// <summary>Outcome for a file whose name has another extension.</summary>
    public const string InvalidExtension = "Invalid file extension";

    /// <summary>Outcome for a file of another media type.</summary>
    public const string InvalidMimeType = "Invalid file MIME type";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Template below the base path, see <see cref="HttpRoute.Template"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Lower case.</summary>
    public required string Method { get; init; }

    /// <summary>Whether the caller must be known.</summary>
    public bool Authorize { get; init; }

    /// <summary>What the known caller must be allowed to; <see langword="null"/> for nothing more.</summary>
    public string? Policy { get; init; }

    /// <summary>How long the request may take; <see langword="null"/> for the host's limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Bytes that the body may have; <see langword="null"/> for the host's limit.</summary>
    public long? RequestSizeLimit { get; init; }

    /// <summary>Bytes that each file of a form may have; <see langword="null"/> for the host's limit.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>With a dot, lower case; none allows all.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get; init; } = [];

    /// <summary>With a dot, lower case.</summary>
    public IReadOnlyList<string> BlockedFileExtensions { get; init; } = [];

    /// <summary>Lower case, such as <c>image/png</c> or <c>image/*</c>; none allows all.</summary>
    public IReadOnlyList<string> AllowedMimeTypes { get; init; } = [];

    /// <summary>Rejections that the workflow handles itself, by their outcomes; the others are answered by the host.</summary>
    public IReadOnlyList<string> ExposedOutcomes { get; init; } = [];

    /// <summary>Whether JSON is handed on as text, so that it need not be well-formed .</summary>
    public bool KeepsText { get; init; }

    /// <summary>The payload as stored.</summary>
    public JsonObject ToPayload() => JsonSerializer.SerializeToNode(this, Options)!.AsObject();

    /// <summary>Reads what <see cref="ToPayload"/> wrote.</summary>
    public static HttpEndpointRules FromPayload(JsonObject payload) => payload.Deserialize<HttpEndpointRules>(Options)!;

    /// <summary>The route.</summary>
    /// <exception cref="WorkflowFaultException">The stored path is none.</exception>
    public HttpRoute Route() => HttpRoute.TryParse(Path, out var route, out var problem)
        ? route
        : throw new WorkflowFaultException($"The path '{Path}' cannot be served: {problem}.", "InvalidRoute", "HTTP");
}
