namespace CertWorkflows.Domain;

/// <summary>One recorded move of a lifecycle: who or what, when, from, to, why (rules.md section 8).</summary>
/// <param name="Subject">The kind of thing that moved, such as <c>certificate</c>.</param>
/// <param name="SubjectId">Its identifier.</param>
/// <param name="Trigger">What moved it, in camelCase.</param>
/// <param name="From">The state before, in camelCase; empty for the move that created it.</param>
/// <param name="To">The state after, in camelCase; equal to <paramref name="From"/> for a step inside a state.</param>
/// <param name="Actor">The person or the part of the system that did it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record StateChange(
    string Subject,
    string SubjectId,
    string Trigger,
    string From,
    string To,
    string Actor,
    DateTimeOffset At,
    string Reason);
