namespace CertWorkflows.Domain;

/// <summary>A rule of the business was broken; nothing was changed.</summary>
/// <param name="code">What was broken, in kebab-case, as the API reports it.</param>
/// <param name="message">What was found and what was allowed, for people.</param>
/// <param name="rule">The rule's id, such as <c>RF-11</c>; null where no numbered rule says it.</param>
public class DomainException(string code, string message, string? rule = null) : Exception(message)
{
    /// <summary>What was broken, in kebab-case.</summary>
    public string Code { get; } = code;

    /// <summary>The rule's id, such as <c>RF-11</c>; null where no numbered rule says it.</summary>
    public string? Rule { get; } = rule;
}
