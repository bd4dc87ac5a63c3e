using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Renewals;

/// <summary>
/// A case of buying a certificate that takes another one's place. It is opened and moved by <see cref="RenewalCase"/>
/// only, together with both certificates.
/// </summary>
public sealed class Renewal : IAggregate
{
    private Lifecycle<RenewalState, RenewalTrigger>? lifecycle;

    private Renewal()
    {
        RequestedBy = Rule = Code = Host = string.Empty;
        Mismatch = Warnings = Array.Empty<string>();
        Application = new CertificateApplication([]);
    }

    /// <summary>The case's id.</summary>
    public RenewalId Id { get; private set; }

    /// <summary>The certificate that is renewed.</summary>
    public CertificateId OldCertificateId { get; private set; }

    /// <summary>When it expires; what is carried is counted to here (RN-3).</summary>
    public DateTimeOffset OldExpiresAt { get; private set; }

    /// <summary>The certificate that was bought in its place.</summary>
    public CertificateId NewCertificateId { get; private set; }

    /// <summary>The order that bought it.</summary>
    public OrderId OrderId { get; private set; }

    /// <summary>Whose certificates they are.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>The person who asked.</summary>
    public string RequestedBy { get; private set; }

    /// <summary>How many years were bought.</summary>
    public int TermYears { get; private set; }

    /// <summary>The application: as the last one, with the customer's changes, until it is corrected.</summary>
    public CertificateApplication Application { get; private set; }

    /// <summary>Where to look whether the new certificate is served.</summary>
    public string Host { get; private set; }

    /// <summary>The port to look at.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it is a renewal or, by a mismatch, a new purchase (RN-4).</summary>
    public RenewalKind Kind { get; private set; }

    /// <summary>The rule that decides what is carried; looked at again when the CA has signed.</summary>
    public string Rule { get; private set; }

    /// <summary>Its code, such as <c>carried</c>.</summary>
    public string Code { get; private set; }

    /// <summary>The fields that differ (RN-4).</summary>
    public IReadOnlyList<string> Mismatch { get; private set; }

    /// <summary>Codes of what the customer should know.</summary>
    public IReadOnlyList<string> Warnings { get; private set; }

    /// <summary>Days that are carried over; what it would be today, until the CA has signed.</summary>
    public int CarriedDays { get; private set; }

    /// <summary>Days that the CA added as a gift (RN-7); 0 until it has signed.</summary>
    public int BonusDays { get; private set; }

    /// <summary>When the new certificate expires by the rules; what it would be today, until the CA has signed.</summary>
    public DateTimeOffset ExpectedExpiresAt { get; private set; }

    /// <summary>Whether the CA gave another date of expiry than the rules say.</summary>
    public bool ExpiryDiffers { get; private set; }

    /// <summary>The present state.</summary>
    public RenewalState State { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When the site was last looked at; null before the first look.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>Why the last look did not find the new certificate; null when it did.</summary>
    public string? LookProblem { get; private set; }

    /// <summary>Whether the site was seen to serve the new certificate (RN-9).</summary>
    public bool IsSeen { get; private set; }

    /// <summary>When the case was closed; null while open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why it was given up; null otherwise.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>The workflow instance that runs the case.</summary>
    public Guid InstanceId { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>Whether nothing more can happen.</summary>
    public bool IsClosed => State is RenewalState.Verified or RenewalState.Cancelled;

    /// <summary>From when the CA is to carry unused days (RN-3); null when nothing is carried.</summary>
    public DateTimeOffset? CarryFrom => Code == "carried" ? OldExpiresAt : null;

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<RenewalTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal Lifecycle<RenewalState, RenewalTrigger> Lifecycle =>
        lifecycle ??= RenewalLifecycle.Create(this, state => State = state);

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Renewal Blank() => new();

    internal static Renewal Order(RenewalRequest request, Certificate old, Certificate bought, RenewalQuote quote, string host)
    {
        var renewal = new Renewal
        {
            Id = request.Id,
            OldCertificateId = old.Id,
            OldExpiresAt = old.Expiry,
            NewCertificateId = bought.Id,
            OrderId = bought.OrderId,
            CustomerId = old.CustomerId,
            RequestedBy = request.RequestedBy,
            TermYears = bought.TermYears,
            Application = request.Application,
            Host = host,
            Port = request.Port,
            Warnings = [.. quote.Warnings, .. request.Application.Warnings],
            OpenedAt = request.At.ToUniversalTime(),
            InstanceId = request.InstanceId,
            Version = 1,
        };
        renewal.Take(quote);
        renewal.Lifecycle.RecordCreation(
            "order", renewal.Id.ToString(), request.RequestedBy, request.At, $"certificate {bought.Id} was bought: {quote.Code}");
        return renewal;
    }

    internal void Take(RenewalQuote quote)
    {
        (Kind, Rule, Code, Mismatch) = (quote.Kind, quote.Rule, quote.Code, [.. quote.Mismatch]);
        (CarriedDays, BonusDays, ExpectedExpiresAt) = (quote.CarriedDays, quote.BonusDays, quote.ExpiresAt);
    }

    internal void Correct(CertificateApplication application)
    {
        Application = application;
        Version++;
    }

    internal void FoundExpiry(bool differs) => ExpiryDiffers = differs;

    internal void Look(string? problem, DateTimeOffset at)
    {
        (LookedAt, LookProblem, IsSeen) = (at.ToUniversalTime(), problem, problem is null);
        Version++;
    }

    internal void Move(RenewalTrigger trigger, string actor, string reason, DateTimeOffset at)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
        ClosedAt = IsClosed ? at.ToUniversalTime() : null;
        CloseReason = State == RenewalState.Cancelled ? reason : null;
    }
}
