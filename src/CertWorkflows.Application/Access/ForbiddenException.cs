using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Access;

/// <summary>The caller is known but may not do this (403).</summary>
/// <param name="code">Kebab-case code of the answer, for instance <c>separation-of-duties</c>.</param>
public sealed class ForbiddenException(string code, string message) : Exception(message), ITurnAborting
{
    public string Code { get; } = code;
}
