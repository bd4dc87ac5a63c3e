using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Domain.PackageRefunds;

/// <summary>
/// A case of returning a package's cash (section 6). It is opened and moved by <see cref="PackageRefundCase"/> only,
/// together with its package.
/// </summary>
public sealed class PackageRefund : IAggregate
{
    private Lifecycle<PackageRefundState, PackageRefundTrigger>? lifecycle;

    private PackageRefund()
    {
        Ticket = RequestedBy = Rule = PayToAccount = string.Empty;
        Warnings = DecidedBy = Array.Empty<string>();
    }

    /// <summary>The case's id.</summary>
    public PackageRefundId Id { get; private set; }

    /// <summary>The package whose cash is asked back.</summary>
    public PackageId PackageId { get; private set; }

    /// <summary>Whose package it is.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>The certificate bought with the package (PK-5 to PK-7); null without one.</summary>
    public CertificateId? CertificateId { get; private set; }

    /// <summary>The ticket that asked (PK-2).</summary>
    public string Ticket { get; private set; }

    /// <summary>Free text; null when none was given.</summary>
    public string? Comment { get; private set; }

    /// <summary>The person who asked; may not decide.</summary>
    public string RequestedBy { get; private set; }

    /// <summary>When the ticket asked; the window of PK-1 counts to its date, the time to switch domains back from
    /// it.</summary>
    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>The rule that it rests on: PK-4, PK-5 or PK-6.</summary>
    public string Rule { get; private set; }

    /// <summary>What is returned: the cash that was paid for the package (PK-1).</summary>
    public Money Amount { get; private set; }

    /// <summary>The way the money goes back: the way it came.</summary>
    public PaymentChannel PayToChannel { get; private set; }

    /// <summary>The account it goes back to.</summary>
    public string PayToAccount { get; private set; }

    /// <summary>How many different reviewers must approve.</summary>
    public int ApprovalsNeeded { get; private set; }

    /// <summary>The present state.</summary>
    public PackageRefundState State { get; private set; }

    /// <summary>When nothing was waited for any more; null before.</summary>
    public DateTimeOffset? ReviewStartedAt { get; private set; }

    /// <summary>Until when it must be paid (PK-1); null while something is waited for.</summary>
    public DateTimeOffset? PayBy { get; private set; }

    /// <summary>Codes of the warnings with which the review began.</summary>
    public IReadOnlyList<string> Warnings { get; private set; }

    /// <summary>The persons who approved or refused, in order.</summary>
    public IReadOnlyList<string> DecidedBy { get; private set; }

    /// <summary>What the last of them, or whoever closed the case, gave as reason; null before.</summary>
    public string? DecisionReason { get; private set; }

    /// <summary>When the case was closed; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>The payment provider's reference; null until paid, and where nothing had been paid in cash.</summary>
    public string? PaymentReference { get; private set; }

    /// <summary>The bundled certificate's own refund, which follows the deleted package (PK-8); null before.</summary>
    public RefundId? CertificateRefundId { get; private set; }

    /// <summary>The workflow instance that runs the case.</summary>
    public Guid InstanceId { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the case is over: paid, or ended without money.</summary>
    public bool IsClosed => State == PackageRefundState.Paid || EndedWithoutMoney;

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<PackageRefundTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal bool EndedWithoutMoney => State
        is PackageRefundState.Rejected
        or PackageRefundState.Cancelled
        or PackageRefundState.StillInUse
        or PackageRefundState.BundledCertificateKept
        or PackageRefundState.Expired;

    internal bool IsLastApproval => DecidedBy.Count + 1 >= ApprovalsNeeded;

    internal Lifecycle<PackageRefundState, PackageRefundTrigger> Lifecycle =>
        lifecycle ??= PackageRefundLifecycle.Create(this, state => State = state);

    /// <summary>Whether it should have been paid by now (PK-1): it stays open, is shown overdue, and supervisors get
    /// it.</summary>
    public bool IsOverdue(DateTimeOffset at) => !IsClosed && PayBy is { } limit && at > limit;

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static PackageRefund Blank() => new();

    internal static PackageRefund Submit(
        PackageRefundRequest request, Package package, PackageRefundAssessment assessment, Money amount)
    {
        var refund = new PackageRefund
        {
            Id = request.Id,
            PackageId = package.Id,
            CustomerId = package.CustomerId,
            CertificateId = package.CertificateBundled ? package.CertificateId : null,
            Ticket = request.Ticket!.Trim(),
            Comment = request.Comment,
            RequestedBy = request.RequestedBy,
            SubmittedAt = request.At.ToUniversalTime(),
            Rule = assessment.Rule!,
            Amount = amount,
            PayToChannel = package.PaymentChannel,
            PayToAccount = package.PaymentAccount,
            ApprovalsNeeded = request.ApprovalsNeeded,
            InstanceId = request.InstanceId,
            Version = 1,
        };
        refund.Lifecycle.RecordCreation(
            "submit", refund.Id.ToString(), request.RequestedBy, request.At, $"ticket {refund.Ticket}");
        return refund;
    }

    internal void Move(
        PackageRefundTrigger trigger, string actor, string reason, DateTimeOffset at, string? paymentReference = null)
    {
        var decides = State == PackageRefundState.UnderReview
            && trigger is PackageRefundTrigger.Approve or PackageRefundTrigger.Reject;
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
        DecidedBy = decides ? DecidedBy.Append(actor).ToArray() : DecidedBy;
        DecisionReason = decides || EndedWithoutMoney ? reason : DecisionReason;
        ClosedAt ??= IsClosed ? at.ToUniversalTime() : null;
        PaymentReference = paymentReference ?? PaymentReference;
    }

    internal void TakeReview(PackageRefundAssessment eligible, DateTimeOffset at)
    {
        (Rule, PayBy, Warnings) = (eligible.Rule!, eligible.PayBy, eligible.Warnings.ToArray());
        ReviewStartedAt = at.ToUniversalTime();
    }

    internal void TakeCertificateRefund(RefundId id)
    {
        CertificateRefundId = id;
        Version++;
    }
}
