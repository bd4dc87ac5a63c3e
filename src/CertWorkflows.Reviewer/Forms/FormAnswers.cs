using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Forms;

/// <summary>What the user typed into a form, and what is wrong with it so far. The server checks all of it again.</summary>
internal sealed class FormAnswers(IReadOnlyList<FormField> fields, BusinessTime time)
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, string> _texts =
        fields.ToDictionary(field => field.Name, field => field.Initial, StringComparer.Ordinal);

    public string this[FormField field]
    {
        get => _texts[field.Name];
        set => _texts[field.Name] = value;
    }

    /// <summary>Reads the form.</summary>
    /// <param name="data">An object with the fields that are filled in.</param>
    /// <param name="errors">The keys of the messages to show beside fields; empty when the data can be sent.</param>
    public bool TryRead(out JsonElement data, out IReadOnlyDictionary<string, string> errors)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var values = new JsonObject();
        foreach (var field in fields)
        {
            var text = _texts[field.Name];
            if (text.Length == 0 && field.Kind != FieldKind.Boolean)
            {
                if (field.Required)
                {
                    found[field.Name] = "Form.Required";
                }

                continue;
            }

            if (Problem(field, text, out var value) is { } problem)
            {
                found[field.Name] = problem;
            }

            values[field.Name] = value;
        }

        data = JsonSerializer.SerializeToElement(values);
        errors = found;
        return found.Count == 0;
    }

    /// <summary>The field that a path in a problem document is about: <c>data.reason</c>, <c>/reason</c> and <c>reason</c> are the same.</summary>
    public static string FieldOf(string path)
    {
        var parts = path.Split(['.', '/', '$', '#'], StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [] => "",
            ["data", var field, ..] => field,
            [var field, ..] => field,
        };
    }

    private string? Problem(FormField field, string text, out JsonNode? value)
    {
        value = null;
        switch (field.Kind)
        {
            case FieldKind.Boolean:
                value = string.Equals(text, "true", StringComparison.Ordinal);
                return null;
            case FieldKind.Choice:
                value = JsonNode.Parse(text);
                return null;
            case FieldKind.Integer:
            case FieldKind.Number:
                return NumberProblem(field, text, out value);
            case FieldKind.Instant:
                var read = time.TryReadLocal(text, out var instant);
                value = InstantConverter.Format(instant);
                return read ? null : "Form.NotADate";
            case FieldKind.Date:
                value = text;
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? null
                    : "Form.NotADate";
            case FieldKind.Json:
                return JsonProblem(text, out value);
            default:
                value = text;
                return TextProblem(field, text);
        }
    }

    private static string? NumberProblem(FormField field, string text, out JsonNode? value)
    {
        value = null;
        if (!decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return "Form.NotANumber";
        }

        value = number;
        return field.Kind == FieldKind.Integer && number != decimal.Truncate(number) ? "Form.NotWhole"
            : number < field.Minimum ? "Form.TooSmall"
            : number > field.Maximum ? "Form.TooGreat"
            : null;
    }

    private static string? TextProblem(FormField field, string text) =>
        text.Length < field.MinLength ? "Form.TooShort"
        : text.Length > field.MaxLength ? "Form.TooLong"
        : field.Pattern is not null && !Matches(field.Pattern, text) ? "Form.Malformed"
        : null;

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, PatternLimit);
        }
        catch (Exception unusable) when (unusable is RegexMatchTimeoutException or ArgumentException)
        {
            return true; // the server, which knows the pattern's dialect, has the last word
        }
    }

    private static string? JsonProblem(string text, out JsonNode? value)
    {
        value = null;
        try
        {
            value = JsonNode.Parse(text);
            return null;
        }
        catch (JsonException)
        {
            return "Form.NotJson";
        }
    }
}
