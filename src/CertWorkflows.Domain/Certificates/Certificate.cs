using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;

namespace CertWorkflows.Domain.Certificates;

/// <summary>
/// What an order buys; unissued until the CA signs it. Its state moves only by the verbs, along rules.md section 8; a
/// verb that the state does not permit throws <see cref="IllegalTransitionException"/> and changes nothing.
/// </summary>
public sealed partial class Certificate : IAggregate
{
    private Lifecycle<CertificateState, CertificateTrigger>? lifecycle;

    private Certificate()
    {
        Company = Email = Brand = PaymentAccount = string.Empty;
    }

    /// <summary>The certificate's id.</summary>
    public CertificateId Id { get; private set; }

    /// <summary>The order that bought it.</summary>
    public OrderId OrderId { get; private set; }

    /// <summary>Who bought it.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>The customer's company.</summary>
    public string Company { get; private set; }

    /// <summary>Where the customer gets mail.</summary>
    public string Email { get; private set; }

    /// <summary>Where the customer gets SMS; null when unknown.</summary>
    public string? Mobile { get; private set; }

    /// <summary>The root CA's brand.</summary>
    public string Brand { get; private set; }

    /// <summary>The validation level.</summary>
    public ValidationLevel Validation { get; private set; }

    /// <summary>Whether it may certify wildcard names.</summary>
    public bool Wildcard { get; private set; }

    /// <summary>How many names it may certify.</summary>
    public int DomainCount { get; private set; }

    /// <summary>How many years were bought.</summary>
    public int TermYears { get; private set; }

    /// <summary>Whether it is the free DV product.</summary>
    public bool FreeDv { get; private set; }

    /// <summary>The package that it is bundled in; null when it was bought by itself.</summary>
    public PackageId? PackageId { get; private set; }

    /// <summary>The lot whose credit bought it (BL-3); null when it was ordered by itself.</summary>
    public CreditLotId? CreditLotId { get; private set; }

    /// <summary>Whether that credit was given back, because nothing was issued.</summary>
    public bool CreditGivenBack { get; private set; }

    /// <summary>The hosting that replaces it before it expires (BL-4); null when it is not hosted.</summary>
    public HostingId? HostingId { get; private set; }

    /// <summary>When the payment completed, which is the order time (BL-7).</summary>
    public DateTimeOffset PaidAt { get; private set; }

    /// <summary>When the bought service ends: <see cref="PaidAt"/> and the years bought. An unissued certificate's
    /// expiry (section 5).</summary>
    public DateTimeOffset ServiceEndsAt { get; private set; }

    /// <summary>The part of the price that was paid in money; what a refund returns (RF-20).</summary>
    public Money Cash { get; private set; }

    /// <summary>The part of the price that a voucher covered; never refunded.</summary>
    public Money Voucher { get; private set; }

    /// <summary>How the cash was paid, and where it goes back to (RF-21).</summary>
    public PaymentChannel PaymentChannel { get; private set; }

    /// <summary>The account that paid.</summary>
    public string PaymentAccount { get; private set; }

    /// <summary>The present state.</summary>
    public CertificateState State { get; private set; }

    /// <summary>Where the application stands.</summary>
    public ApplicationStatus ApplicationStatus { get; private set; }

    /// <summary>The application submitted last, kept after a withdrawal or a failure; null before the first.</summary>
    public CertificateApplication? Application { get; private set; }

    /// <summary>Why the CA refused the application; null while none is refused.</summary>
    public string? ReviewFailure { get; private set; }

    /// <summary>When the CA signed; null while unissued.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>When it was revoked; null while it is not.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>When its validity ends; null while unissued.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Whether it was marked as expiring soon (EX-1); a new validity, and the end of this one, take the mark
    /// away.</summary>
    public bool ExpiringSoon { get; private set; }

    /// <summary>The serial number that the CA gave; null while unissued.</summary>
    public string? Serial { get; private set; }

    /// <summary>The certificate and its issuers in PEM, the certificate first; null while unissued.</summary>
    public string? ChainPem { get; private set; }

    /// <summary>Where a refund that ends without money leads back to (RF-24); null when no refund was opened.</summary>
    public CertificateState? StateBeforeRefund { get; private set; }

    /// <summary>Raised by each verb; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>What was bought.</summary>
    public CertificateSpec Spec => new(Brand, Validation, Wildcard, DomainCount, TermYears, FreeDv);

    /// <summary>Whether it was bought inside a package (RF-2).</summary>
    public bool IsBundled => PackageId is not null;

    /// <summary>Whether the credit that bought it is to be given back: nothing was issued, and nothing is under
    /// review.</summary>
    public bool IsCreditDue => this is
    {
        CreditLotId: not null,
        CreditGivenBack: false,
        State: CertificateState.Paid or CertificateState.ReviewFailed or CertificateState.Lapsed,
    };

    /// <summary>When it expires; for an unissued one the end of the bought service (decision of section 5).</summary>
    public DateTimeOffset Expiry => ExpiresAt ?? ServiceEndsAt;

    /// <summary>What the present state permits. Refund triggers are fired by a refund case only.</summary>
    public IReadOnlyList<CertificateTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal Lifecycle<CertificateState, CertificateTrigger> Lifecycle =>
        lifecycle ??= CertificateLifecycle.Create(this, state => State = state);

    /// <summary>Takes a certificate into the books, paid and without an application.</summary>
    /// <param name="purchase">What was bought and paid.</param>
    /// <param name="calendar">Adds the years bought to the payment (T-1).</param>
    /// <param name="actor">The person or program that recorded the order.</param>
    /// <exception cref="DomainException"><c>invalid-purchase</c>: the message lists what is missing or out of
    /// range.</exception>
    public static Certificate Buy(CertificatePurchase purchase, BusinessCalendar calendar, string actor)
    {
        EnsurePurchase(purchase);
        var certificate = new Certificate
        {
            Id = purchase.Id,
            OrderId = purchase.OrderId,
            CustomerId = purchase.CustomerId,
            Company = purchase.Company,
            Email = purchase.Email,
            Mobile = purchase.Mobile,
            Brand = purchase.Spec.Brand,
            Validation = purchase.Spec.Validation,
            Wildcard = purchase.Spec.Wildcard,
            DomainCount = purchase.Spec.Domains,
            TermYears = purchase.Spec.Years,
            FreeDv = purchase.Spec.FreeDv,
            PackageId = purchase.PackageId,
            CreditLotId = purchase.CreditLotId,
            PaidAt = purchase.PaidAt.ToUniversalTime(),
            ServiceEndsAt = calendar.AddYears(purchase.PaidAt, purchase.Spec.Years),
            Cash = purchase.Cash,
            Voucher = purchase.Voucher,
            PaymentChannel = purchase.PaymentChannel,
            PaymentAccount = purchase.PaymentAccount,
            Version = 1,
        };
        certificate.Lifecycle.RecordCreation(
            "buy",
            certificate.Id.ToString(),
            actor,
            purchase.PaidAt,
            purchase.CreditLotId is { } lot ? $"a credit of lot {lot} was spent" : $"order {purchase.OrderId} was paid");
        return certificate;
    }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Certificate Blank() => new();

    private static void EnsurePurchase(CertificatePurchase purchase)
    {
        var problems = new List<string>();
        void Need(bool condition, string problem)
        {
            if (!condition)
            {
                problems.Add(problem);
            }
        }

        Need(!string.IsNullOrWhiteSpace(purchase.Company), "the company is missing");
        Need(!string.IsNullOrWhiteSpace(purchase.Email), "the e-mail address is missing");
        Need(!string.IsNullOrWhiteSpace(purchase.Spec.Brand), "the brand is missing");
        Need(!string.IsNullOrWhiteSpace(purchase.PaymentAccount), "the paying account is missing");
        Need(purchase.Spec.Domains >= 1, "at least 1 domain is bought");
        Need(purchase.Spec.Years is >= 1 and <= 10, "1 to 10 years are bought");
        Need(
            !purchase.Spec.FreeDv
            || (purchase.Spec.Validation == ValidationLevel.DV && purchase.Cash + purchase.Voucher == Money.Zero),
            "a free DV certificate is DV and costs nothing");
        if (problems.Count > 0)
        {
            throw new DomainException(
                "invalid-purchase", $"The purchase cannot be recorded: {string.Join("; ", problems)}.");
        }
    }
}
