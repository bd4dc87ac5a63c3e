using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Access;

/// <summary>The request is well formed but its values are not valid (400 with <c>errors</c> by path).</summary>
/// <param name="errors">Messages by the path of the member, for instance <c>items[0].product</c>.</param>
/// <param name="code">Kebab-case code of the answer.</param>
public sealed class InvalidInputException(
    IReadOnlyDictionary<string, string[]> errors, string code = "invalid-request") : Exception(Describe(errors)), ITurnAborting
{
    public InvalidInputException(string path, string message, string code = "invalid-request")
        : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [message] }, code)
    {
    }

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;

    private static string Describe(IReadOnlyDictionary<string, string[]> errors) =>
        string.Join(' ', errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}"));
}
