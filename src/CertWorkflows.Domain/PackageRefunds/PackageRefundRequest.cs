namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>What customer service asks for on a customer's ticket.</summary>
/// <param name="Id">The new case's id.</param>
/// <param name="InstanceId">The workflow instance that runs the case.</param>
/// <param name="Ticket">The ticket's number, 1 to <see cref="MaxTicket"/> characters on one line (PK-2).</param>
/// <param name="RequestedBy">The person who asks; may not decide the case.</param>
/// <param name="At">When: the ticket's date, to which the window of PK-1 counts.</param>
/// <param name="Comment">Free text, at most <see cref="MaxComment"/> characters; null without one.</param>
/// <param name="ApprovalsNeeded">How many different reviewers must approve: 1, or 2 above the configured amount
/// (decision of section 5).</param>
public sealed record PackageRefundRequest(
    PackageRefundId Id,
    Guid InstanceId,
    string? Ticket,
    string RequestedBy,
    DateTimeOffset At,
    string? Comment = null,
    int ApprovalsNeeded = 1)
{
    /// <summary>The longest ticket, in characters.</summary>
    public const int MaxTicket = 100;

    /// <summary>The longest comment, in characters.</summary>
    public const int MaxComment = 2000;

    /// <summary>Checks that a ticket asks, and the texts' forms.</summary>
    /// <exception cref="DomainException"><c>ticket-required</c> (PK-2); <c>invalid-package-refund</c>: the message lists
    /// what is not well formed.</exception>
    public void EnsureWellFormed()
    {
        if (string.IsNullOrWhiteSpace(Ticket))
        {
            throw new DomainException(
                "ticket-required", "A package's refund is asked for by a ticket; there is no self-service.", "PK-2");
        }

        var problems = new List<string>();
        if (Ticket.Length > MaxTicket || Ticket.Any(char.IsControl))
        {
            problems.Add($"a ticket is named by 1 to {MaxTicket} characters on one line");
        }

        if (Comment is { Length: > MaxComment })
        {
            problems.Add($"the comment is longer than {MaxComment} characters");
        }

        if (string.IsNullOrWhiteSpace(RequestedBy))
        {
            problems.Add("who asks is missing");
        }

        if (ApprovalsNeeded is < 1 or > 2)
        {
            problems.Add("1 or 2 approvals can be needed");
        }

        if (problems.Count > 0)
        {
            throw new DomainException(
                "invalid-package-refund", $"The request is refused: {string.Join("; ", problems)}.");
        }
    }
}
