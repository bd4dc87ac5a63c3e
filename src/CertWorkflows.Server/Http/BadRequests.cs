using System.Text.Json;
using System.Text.RegularExpressions;
using CertWorkflows.Client;
using Microsoft.AspNetCore.Mvc;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Says what is wrong with a request in the API's words: by the path of the member or the name of the parameter, without the
/// names of our types.
/// </summary>
internal static partial class BadRequests
{
    public static ProblemDetails ToProblem(BadHttpRequestException exception)
    {
        if (exception.StatusCode != StatusCodes.Status400BadRequest)
        {
            return Problems.Create(exception.StatusCode, null, null);
        }

        if (exception.InnerException is JsonException json)
        {
            return Describe(json);
        }

        var parameter = Parameter().Match(exception.Message);
        if (parameter.Success)
        {
            var name = parameter.Groups["name"].Value;
            return Invalid(name, exception.Message.StartsWith("Required", StringComparison.Ordinal)
                ? "It is needed."
                : $"'{parameter.Groups["value"].Value}' cannot be read as {Friendly(parameter.Groups["type"].Value)}.");
        }

        return Invalid("body", "A JSON body is needed, and it must be readable.");
    }

    internal static ProblemDetails Describe(JsonException exception)
    {
        var path = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
        var message = Tail().Replace(exception.Message, "");
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            var member = Quoted().Match(message).Groups["name"].Value;
            var problem = Problems.Create(400, "unknown-member", $"The request has a member '{member}' that this call does not know.");
            problem.Extensions["errors"] = Errors(path.Length > 0 ? path : member, "This member is not known.");
            return problem;
        }

        if (message.Contains("missing required propert", StringComparison.Ordinal))
        {
            var missing = Quoted().Matches(message).Skip(1).Select(m => m.Groups["name"].Value);
            var problem = Problems.Create(400, null, "The request lacks members that it needs.");
            problem.Extensions["errors"] = missing.ToDictionary(m => path.Length > 0 ? $"{path}.{m}" : m, _ => (string[])["It is needed."]);
            return problem;
        }

        return Invalid(path.Length > 0 ? path : "body", message switch
        {
            _ when message.Contains("allow setting null", StringComparison.Ordinal) => "It may not be null.",
            _ when message.StartsWith("Duplicate property", StringComparison.Ordinal) => "The member occurs twice.",
            _ when Converted().Match(message) is { Success: true } wrong =>
                $"The value has the wrong type or form; {Friendly(wrong.Groups["type"].Value)} is needed.",
            _ => message,
        });
    }

    private static ProblemDetails Invalid(string path, string message)
    {
        var problem = Problems.Create(400, null, $"{path}: {message}");
        problem.Extensions["errors"] = Errors(path, message);
        return problem;
    }

    private static Dictionary<string, string[]> Errors(string path, string message) =>
        new(StringComparer.Ordinal) { [path] = [message] };

    private static string Friendly(string type)
    {
        var name = Generic().Replace(type, "").TrimEnd(']', '?', '>');
        var known = typeof(ApiJson).Assembly.GetType(name) ?? typeof(ApiJson).Assembly.GetType($"CertWorkflows.Client.{name}");
        if (known is { IsEnum: true })
        {
            var names = Enum.GetValues(known).Cast<object>().Select(v => JsonSerializer.Serialize(v, known, ApiJson.Options).Trim('"'));
            return $"one of {string.Join(", ", names)}";
        }

        return name switch
        {
            "System.Int32" or "System.Int64" or "int" or "long" => "a whole number",
            "System.Decimal" or "System.Double" or "decimal" or "double" => "a number",
            "System.Boolean" or "bool" => "true or false",
            "System.String" or "string" => "a text",
            "System.DateOnly" or "DateOnly" => "a date such as 2021-04-25",
            nameof(DateParameter) => "a date such as 2021-04-25",
            nameof(InstantParameter) => "an RFC 3339 instant with an offset such as 2021-04-25T10:00:00Z",
            _ when name.StartsWith("System.Collections", StringComparison.Ordinal) => "an array or object of the documented kind",
            _ => "a value of the documented kind",
        };
    }

    [GeneratedRegex(
        """\A(Required|Failed to bind) parameter "(?<type>\S+) (?<name>\S+)" (was not provided|from "(?<value>.*)")""",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\A(System\.Nullable`1\[|Nullable<|EnumParameter<)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generic();

    [GeneratedRegex(" Path: .*", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tail();

    [GeneratedRegex("'(?<name>[^']*)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"could not be converted to (?<type>.+?)\.?\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Converted();
}
