namespace CertWorkflows.Engine.Execution;

/// <summary>What an operator asks of an instance cannot be done; nothing has changed.</summary>
/// <param name="code">Kebab-case code, for instance <c>not-in-a-flowchart</c>.</param>
/// <param name="message">What was found and what is possible instead.</param>
/// <param name="path">The part of the request that is not valid; <see langword="null"/> where the instance's present state is in the way.</param>
public sealed class AlterationException(string code, string message, string? path = null) : Exception(message), ITurnAborting
{
    /// <summary>Kebab-case code.</summary>
    public string Code { get; } = code;

    /// <summary>The part of the request that is not valid, or <see langword="null"/>.</summary>
    public string? Path { get; } = path;
}
