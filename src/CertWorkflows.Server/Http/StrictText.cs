using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Refuses texts that the databases cannot keep alike or that nobody can have typed: control characters other than tab
/// and line ends (PostgreSQL stores no U+0000), and halves of surrogate pairs.
/// </summary>
internal static class StrictText
{
    private const string Wanted = "The text has a character that is not allowed: a control character or half of a surrogate pair.";

    /// <summary>Checks every text and list of a request's body, wherever it stands, before it is set.</summary>
    public static void Check(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Set is { } set)
            {
                property.Set = (target, value) =>
                {
                    Check(value);
                    set(target, value);
                };
            }
        }
    }

    /// <summary>Refuses a query with such a text, before anything is looked up.</summary>
    public static Task CheckQueryAsync(HttpContext context, RequestDelegate next)
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!IsClean(name) || !values.All(IsClean))
            {
                var problem = Problems.Create(400, null, Wanted);
                problem.Extensions["errors"] = new Dictionary<string, string[]> { [IsClean(name) ? name : "query"] = [Wanted] };
                return Problems.WriteAsync(context, problem);
            }
        }

        return next(context);
    }

    /// <summary>Refuses a body that is read as text, such as a definition; what is no JSON is its reader's to refuse.</summary>
    public static void CheckJson(string json, int maxDepth)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth });
            if (!IsClean(document.RootElement))
            {
                throw new InvalidInputException("body", Wanted);
            }
        }
        catch (JsonException)
        {
            // the reader says where and why
        }
    }

    private static void Check(object? value)
    {
        // The serializer heeds what may be null for members, not for what lists hold; no list of ours may hold it.
        if (value is IEnumerable<object?> list && list.Contains(null))
        {
            throw new JsonException("The list may not hold null.");
        }

        var isClean = value switch
        {
            string text => IsClean(text),
            IEnumerable<string> texts => texts.All(IsClean),
            JsonElement json => IsClean(json),
            IEnumerable<KeyValuePair<string, JsonElement>> members => members.All(member => IsClean(member.Key) && IsClean(member.Value)),
            _ => true,
        };
        if (!isClean)
        {
            throw new JsonException(Wanted);
        }
    }

    internal static bool IsClean(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => IsClean(json.GetString()),
                JsonValueKind.Array => json.EnumerateArray().All(IsClean),
                JsonValueKind.Object => json.EnumerateObject().All(member => IsClean(member.Name) && IsClean(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false; // an escape that is half of a surrogate pair has no text
        }
    }

    internal static bool IsClean(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r')))
            {
                return false;
            }
        }

        return true;
    }
}
