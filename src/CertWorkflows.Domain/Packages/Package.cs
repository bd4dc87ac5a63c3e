using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Packages;

/// <summary>
/// A one-click HTTPS package: bought for a year, in use while a domain is switched over to it. Its state moves only by the
/// verbs, along rules.md section 8; a verb that the state does not permit throws
/// <see cref="IllegalTransitionException"/> and changes nothing.
/// </summary>
public sealed partial class Package : IAggregate
{
    /// <summary>Years for which a package is bought or renewed (BL-2).</summary>
    public const int TermYears = 1;

    private Lifecycle<PackageState, PackageTrigger>? lifecycle;

    private Package()
    {
        Company = Email = PaymentAccount = string.Empty;
        Domains = Array.Empty<PackageDomain>();
    }

    /// <summary>The package's id.</summary>
    public PackageId Id { get; private set; }

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

    /// <summary>What was bought.</summary>
    public PackageEdition Edition { get; private set; }

    /// <summary>The certificate that it was bought to serve with; null for a third party's (BL-2).</summary>
    public CertificateId? CertificateId { get; private set; }

    /// <summary>The certificate that took that one's place for the whole package; null while none did (EX-7).</summary>
    public CertificateId? InstalledCertificateId { get; private set; }

    /// <summary>Whether that certificate was bought with it, and is refunded with it only (PK-5 to PK-7).</summary>
    public bool CertificateBundled { get; private set; }

    /// <summary>When the payment completed (BL-7); the window of PK-1 runs from here.</summary>
    public DateTimeOffset PaidAt { get; private set; }

    /// <summary>When it expires; each renewal adds a year (EX-6).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Whether it was marked as expiring soon (EX-1); a renewal and the expiry take the mark away.</summary>
    public bool ExpiringSoon { get; private set; }

    /// <summary>What was paid in money, renewals among it; what a refund returns (PK-1).</summary>
    public Money Cash { get; private set; }

    /// <summary>What vouchers covered; never refunded.</summary>
    public Money Voucher { get; private set; }

    /// <summary>How the cash was paid, and where it goes back to.</summary>
    public PaymentChannel PaymentChannel { get; private set; }

    /// <summary>The account that paid.</summary>
    public string PaymentAccount { get; private set; }

    /// <summary>The domains that are switched over, oldest first.</summary>
    public IReadOnlyList<PackageDomain> Domains { get; private set; }

    /// <summary>The refund case that is open about it; null for none. There is one at a time, and while there is, no
    /// domain is switched over and nothing is bought on it.</summary>
    public PackageRefundId? OpenRefundId { get; private set; }

    /// <summary>Whether its bundled certificate may be revoked now: a refund of it waits for nothing but that
    /// (RV-3).</summary>
    public bool PermitsRevocation => OpenRefundId is not null && State == PackageState.Active;

    /// <summary>Whether its bundled certificate may be applied for: not from the request for a refund on until the
    /// package is deleted, when the certificate's own refund follows (PK-5, PK-8).</summary>
    public bool PermitsApplication => OpenRefundId is null && State is not (PackageState.RefundPending or PackageState.Refunded);

    /// <summary>The present state.</summary>
    public PackageState State { get; private set; }

    /// <summary>Raised by each verb; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<PackageTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal Lifecycle<PackageState, PackageTrigger> Lifecycle =>
        lifecycle ??= PackageLifecycle.Create(this, state => State = state);

    /// <summary>Takes a package into the books, paid and unused.</summary>
    /// <param name="purchase">What was bought and paid.</param>
    /// <param name="calendar">Adds the year to the payment (T-1).</param>
    /// <param name="actor">Who recorded the order.</param>
    /// <exception cref="DomainException"><c>invalid-purchase</c>: the message lists what is missing.</exception>
    public static Package Buy(PackagePurchase purchase, BusinessCalendar calendar, string actor)
    {
        (string Text, string What)[] needed =
        [
            (purchase.Company, "the company"), (purchase.Email, "the e-mail address"),
            (purchase.PaymentAccount, "the paying account"),
        ];
        var missing = needed.Where(one => string.IsNullOrWhiteSpace(one.Text)).Select(one => one.What).ToList();
        if (missing.Count > 0)
        {
            throw new DomainException(
                "invalid-purchase", $"The purchase cannot be recorded without {string.Join(", ", missing)}.");
        }

        var package = new Package
        {
            Id = purchase.Id,
            OrderId = purchase.OrderId,
            CustomerId = purchase.CustomerId,
            Company = purchase.Company,
            Email = purchase.Email,
            Mobile = purchase.Mobile,
            Edition = purchase.Edition,
            CertificateId = purchase.CertificateId,
            CertificateBundled = purchase.CertificateBundled,
            PaidAt = purchase.PaidAt.ToUniversalTime(),
            ExpiresAt = calendar.AddYears(purchase.PaidAt, TermYears),
            Cash = purchase.Cash,
            Voucher = purchase.Voucher,
            PaymentChannel = purchase.PaymentChannel,
            PaymentAccount = purchase.PaymentAccount,
            Version = 1,
        };
        package.Lifecycle.RecordCreation(
            "buy", package.Id.ToString(), actor, purchase.PaidAt, $"order {purchase.OrderId} was paid");
        return package;
    }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Package Blank() => new();
}
