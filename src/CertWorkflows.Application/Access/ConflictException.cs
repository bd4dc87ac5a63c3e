namespace CertWorkflows.Application.Access;

/// <summary>What was asked does not fit the present state (409).</summary>
/// <param name="code">Kebab-case code of the answer, for instance <c>already-claimed</c>.</param>
/// <param name="state">The present state, as the API names it.</param>
/// <param name="permitted">What the present state permits instead.</param>
/// <param name="extra">Further members of the answer, for instance the holder of a task.</param>
public sealed class ConflictException(
    string code,
    string message,
    string? state = null,
    IReadOnlyList<string>? permitted = null,
    IReadOnlyDictionary<string, object?>? extra = null) : Exception(message)
{
    public string Code { get; } = code;

    public string? State { get; } = state;

    public IReadOnlyList<string>? Permitted { get; } = permitted;

    public IReadOnlyDictionary<string, object?>? Extra { get; } = extra;
}
