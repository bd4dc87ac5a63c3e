using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using NJsonSchema;
using NJsonSchema.Validation;

namespace CertWorkflows.Application.Tasks;

/// <summary>A task's form: the JSON Schema by which the server checks what a person entered.</summary>
internal static class TaskForm
{
    // Forms are few: they come from definitions. The bound only guards against scripts that make them up.
    private const int MaxCached = 500;
    private static readonly ConcurrentDictionary<string, JsonSchema> Schemas = new(StringComparer.Ordinal);

    /// <summary>The form's text, which must be a JSON object.</summary>
    /// <exception cref="InvalidOperationException">It is not; the activity faults with this message.</exception>
    public static string Checked(string? form)
    {
        try
        {
            return JsonNode.Parse(string.IsNullOrWhiteSpace(form) ? "{}" : form) is JsonObject schema
                ? schema.ToJsonString()
                : throw new InvalidOperationException("The form of a human task must be a JSON Schema object.");
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"The form of a human task is not JSON: {error.Message}", error);
        }
    }

    /// <summary>Checks a decision against the task's outcomes and form.</summary>
    /// <exception cref="InvalidInputException">Lists what is wrong by path.</exception>
    public static async ValueTask CheckAsync(HumanTask task, string outcome, JsonObject? data, CancellationToken cancellationToken)
    {
        var outcomes = JsonSerializer.Deserialize<string[]>(task.Outcomes)!;
        if (!outcomes.Contains(outcome, StringComparer.Ordinal))
        {
            throw new InvalidInputException("outcome", $"'{outcome}' is not offered; choose one of: {string.Join(", ", outcomes)}.");
        }

        var errors = (await SchemaAsync(task.Form, cancellationToken)).Validate((data ?? []).ToJsonString());
        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors.GroupBy(Path).ToDictionary(g => g.Key, g => g.Select(Describe).ToArray(), StringComparer.Ordinal));
        }
    }

    private static async ValueTask<JsonSchema> SchemaAsync(string form, CancellationToken cancellationToken)
    {
        if (Schemas.TryGetValue(form, out var known))
        {
            return known;
        }

        var schema = await JsonSchema.FromJsonAsync(form, cancellationToken);
        if (Schemas.Count < MaxCached)
        {
            Schemas[form] = schema;
        }

        return schema;
    }

    private static string Path(ValidationError error)
    {
        var path = (error.Path ?? "").TrimStart('#', '/').Replace('/', '.');
        return path.Length == 0 ? "data" : $"data.{path}";
    }

    private static string Describe(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => "is required",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not a field of the form",
        ValidationErrorKind.NotInEnumeration => $"must be one of: {string.Join(", ", error.Schema.Enumeration)}",
        ValidationErrorKind.StringTooShort => $"must have at least {error.Schema.MinLength} characters",
        ValidationErrorKind.StringTooLong => $"must have at most {error.Schema.MaxLength} characters",
        _ => $"does not fit the form: {error.Kind}",
    };
}
