using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Refunds;

/// <summary>
/// A case of returning a certificate's cash. It is opened and moved by <see cref="RefundCase"/> only, together with its
/// certificate.
/// </summary>
public sealed class Refund : IAggregate
{
    private Lifecycle<RefundState, RefundTrigger>? lifecycle;

    private Refund()
    {
        RequestedBy = Rule = PayToAccount = string.Empty;
        Warnings = DecidedBy = Array.Empty<string>();
    }

    /// <summary>The case's id.</summary>
    public RefundId Id { get; private set; }

    /// <summary>The certificate whose cash is asked back.</summary>
    public CertificateId CertificateId { get; private set; }

    /// <summary>Whose certificate it is.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>Why it was asked for.</summary>
    public RefundReason Reason { get; private set; }

    /// <summary>The customer's free text; null when none was given.</summary>
    public string? Comment { get; private set; }

    /// <summary>The answer about help; null when none was given.</summary>
    public Assistance? Assistance { get; private set; }

    /// <summary>How it was asked for.</summary>
    public RefundChannel Channel { get; private set; }

    /// <summary>The person who asked; may not decide.</summary>
    public string RequestedBy { get; private set; }

    /// <summary>What the assessment said: automatic or manual.</summary>
    public RefundOutcome Outcome { get; private set; }

    /// <summary>The row of section 5 that accepted it.</summary>
    public string Rule { get; private set; }

    /// <summary>What is returned: the cash that was paid (RF-20).</summary>
    public Money Amount { get; private set; }

    /// <summary>The way the money goes back: the way it came (RF-21).</summary>
    public PaymentChannel PayToChannel { get; private set; }

    /// <summary>The account it goes back to.</summary>
    public string PayToAccount { get; private set; }

    /// <summary>Codes of the assessment's warnings.</summary>
    public IReadOnlyList<string> Warnings { get; private set; }

    /// <summary>When it was submitted; RF-22's limit runs from here.</summary>
    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>When a manual review must be decided (RF-22); null for an automatic refund.</summary>
    public DateTimeOffset? DecideBy { get; private set; }

    /// <summary>How many different reviewers must approve.</summary>
    public int ApprovalsNeeded { get; private set; }

    /// <summary>The present state.</summary>
    public RefundState State { get; private set; }

    /// <summary>The persons who approved or refused, in order; empty for an automatic refund.</summary>
    public IReadOnlyList<string> DecidedBy { get; private set; }

    /// <summary>What the last of them, or whoever closed the case, gave as reason (RF-28); null before.</summary>
    public string? DecisionReason { get; private set; }

    /// <summary>When it was approved, by all who had to or automatically, or refused; null before and where neither happened.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>When the case was closed; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The payment provider's reference; null until paid.</summary>
    public string? PaymentReference { get; private set; }

    /// <summary>The workflow instance that runs the case.</summary>
    public Guid InstanceId { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>Whether nothing more can happen.</summary>
    public bool IsClosed => State
        is RefundState.Rejected or RefundState.Cancelled or RefundState.ExpiredBeforeDecision or RefundState.Paid;

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<RefundTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal bool IsLastApproval => DecidedBy.Count + 1 >= ApprovalsNeeded;

    internal Lifecycle<RefundState, RefundTrigger> Lifecycle =>
        lifecycle ??= RefundLifecycle.Create(this, state => State = state);

    /// <summary>Whether the review is past its limit (RF-22): it stays open, is shown overdue, and supervisors get
    /// it.</summary>
    public bool IsOverdue(DateTimeOffset at) => State == RefundState.UnderReview && DecideBy is { } limit && at > limit;

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Refund Blank() => new();

    internal static Refund Submit(
        RefundRequest request, Certificate certificate, RefundAssessment assessment, Money amount)
    {
        var refund = new Refund
        {
            Id = request.Id,
            CertificateId = certificate.Id,
            CustomerId = certificate.CustomerId,
            Reason = request.Reason,
            Comment = request.Comment,
            Assistance = request.Assistance,
            Channel = request.Channel,
            RequestedBy = request.RequestedBy,
            Outcome = assessment.Outcome,
            Rule = assessment.Rule,
            Amount = amount,
            PayToChannel = certificate.PaymentChannel,
            PayToAccount = certificate.PaymentAccount,
            Warnings = assessment.Warnings.ToArray(),
            SubmittedAt = request.At.ToUniversalTime(),
            DecideBy = assessment.DecideBy,
            ApprovalsNeeded = request.ApprovalsNeeded,
            InstanceId = request.InstanceId,
            Version = 1,
        };
        refund.Lifecycle.RecordCreation(
            "submit", refund.Id.ToString(), request.RequestedBy, request.At, request.Reason.Code());
        return refund;
    }

    internal void Move(RefundTrigger trigger, string actor, string reason, DateTimeOffset at, string? paymentReference)
    {
        var decides = State == RefundState.UnderReview && trigger is RefundTrigger.Approve or RefundTrigger.Reject;
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
        DecidedBy = decides ? DecidedBy.Append(actor).ToArray() : DecidedBy;
        DecisionReason = decides || (IsClosed && State != RefundState.Paid) ? reason : DecisionReason;
        DecidedAt ??= State is RefundState.Approved or RefundState.Rejected ? at.ToUniversalTime() : null;
        ClosedAt = IsClosed ? at.ToUniversalTime() : null;
        PaymentReference = paymentReference ?? PaymentReference;
    }
}
