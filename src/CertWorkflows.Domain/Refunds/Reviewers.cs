namespace CertWorkflows.Domain.Refunds;

/// <summary>Separation of duties: who decides may not be who asked, and two approvals need two persons (decision of
/// section 5).</summary>
internal static class Reviewers
{
    /// <exception cref="DomainException"><c>separation-of-duties</c>.</exception>
    public static void EnsureMayDecide(
        string subject, string requestedBy, IReadOnlyList<string> decidedBy, string actor)
    {
        if (IsSamePerson(requestedBy, actor))
        {
            throw new DomainException("separation-of-duties", $"{actor} asked for {subject} and may not decide it.");
        }

        if (decidedBy.Any(person => IsSamePerson(person, actor)))
        {
            throw new DomainException(
                "separation-of-duties", $"{actor} approved {subject} already; a different reviewer must decide now.");
        }
    }

    private static bool IsSamePerson(string one, string other) => string.Equals(
        one, other, StringComparison.OrdinalIgnoreCase);
}
