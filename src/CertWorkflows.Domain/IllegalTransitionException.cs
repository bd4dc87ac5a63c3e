namespace CertWorkflows.Domain;

/// <summary>A trigger that the present state does not permit (rules.md section 8); nothing was changed.</summary>
public sealed class IllegalTransitionException : DomainException
{
    /// <summary>Reports a refused trigger. All names are in camelCase.</summary>
    /// <param name="subject">The kind of thing, such as <c>certificate</c>.</param>
    /// <param name="state">The state it is in.</param>
    /// <param name="trigger">What was asked of it.</param>
    /// <param name="permitted">What the state permits.</param>
    /// <param name="unmetGuards">Conditions of the trigger that do not hold; empty when the state never permits
    /// it.</param>
    public IllegalTransitionException(
        string subject,
        string state,
        string trigger,
        IReadOnlyList<string> permitted,
        IReadOnlyList<string> unmetGuards)
        : base("illegal-transition", Describe(subject, state, trigger, permitted, unmetGuards))
    {
        Subject = subject;
        State = state;
        Trigger = trigger;
        Permitted = permitted;
        UnmetGuards = unmetGuards;
    }

    /// <summary>The kind of thing, such as <c>certificate</c>.</summary>
    public string Subject { get; }

    /// <summary>The state it is in.</summary>
    public string State { get; }

    /// <summary>What was asked of it.</summary>
    public string Trigger { get; }

    /// <summary>What the state permits.</summary>
    public IReadOnlyList<string> Permitted { get; }

    /// <summary>Conditions of the trigger that do not hold; empty when the state never permits it.</summary>
    public IReadOnlyList<string> UnmetGuards { get; }

    private static string Describe(
        string subject,
        string state,
        string trigger,
        IReadOnlyList<string> permitted,
        IReadOnlyList<string> unmetGuards)
    {
        var allowed = permitted.Count == 0 ? "nothing more" : string.Join(", ", permitted);
        var unmet = unmetGuards.Count == 0 ? string.Empty : $" Not met: {string.Join("; ", unmetGuards)}.";
        return $"The {subject} is {state}, which does not permit {trigger}; permitted: {allowed}.{unmet}";
    }
}
