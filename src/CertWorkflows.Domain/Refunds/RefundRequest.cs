namespace CertWorkflows.Domain.Refunds;

/// <summary>What a customer, or customer service for them, asks for.</summary>
/// <param name="Id">The new case's id.</param>
/// <param name="InstanceId">The workflow instance that runs the case.</param>
/// <param name="Reason">Why.</param>
/// <param name="Channel">How it is asked for.</param>
/// <param name="RequestedBy">The person who asks; may not decide the case.</param>
/// <param name="At">When.</param>
/// <param name="Comment">Free text, needed by <see cref="RefundReason.Other"/>; at most <see cref="MaxComment"/>
/// characters.</param>
/// <param name="Assistance">The answer about help; null when nothing was answered.</param>
/// <param name="ApprovalsNeeded">How many different reviewers must approve: 1, or 2 above the configured amount
/// (decision of section 5).</param>
public sealed record RefundRequest(
    RefundId Id,
    Guid InstanceId,
    RefundReason Reason,
    RefundChannel Channel,
    string RequestedBy,
    DateTimeOffset At,
    string? Comment = null,
    Assistance? Assistance = null,
    int ApprovalsNeeded = 1)
{
    /// <summary>The longest comment, in characters.</summary>
    public const int MaxComment = 2000;

    /// <summary>Checks what RF-26 asks for with the reason.</summary>
    /// <exception cref="DomainException"><c>invalid-refund-request</c> (RF-26): the message lists what is missing or
    /// not well formed.</exception>
    public void EnsureWellFormed()
    {
        var problems = new List<string>(Assistance?.Problems() ?? []);
        if (Reason.NeedsComment() && string.IsNullOrWhiteSpace(Comment))
        {
            problems.Add($"the reason {Reason.Code()} needs a text");
        }

        if (Comment is { Length: > MaxComment })
        {
            problems.Add($"the comment is longer than {MaxComment} characters");
        }

        if (Assistance is { Wanted: true } && !Reason.OffersAssistance())
        {
            problems.Add($"the reason {Reason.Code()} offers no help");
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
                "invalid-refund-request", $"The request is refused: {string.Join("; ", problems)}.", "RF-26");
        }
    }
}
