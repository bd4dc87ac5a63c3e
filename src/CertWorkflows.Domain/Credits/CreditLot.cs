using System.Globalization;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Credits;

/// <summary>
/// Uses of the extension service that were bought together (BL-3). Each is a credit: it buys one free DV certificate, and
/// comes back when nothing is issued. A lot is prepaid (BL-5), does not run out by time, and no rule refunds it.
/// </summary>
public sealed class CreditLot : IAggregate
{
    private Lifecycle<CreditLotState, CreditLotTrigger>? lifecycle;

    private CreditLot()
    {
        Company = Email = PaymentAccount = string.Empty;
    }

    /// <summary>The lot's id.</summary>
    public CreditLotId Id { get; private set; }

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

    /// <summary>How many credits were bought.</summary>
    public int Uses { get; private set; }

    /// <summary>How many of them are spent.</summary>
    public int Spent { get; private set; }

    /// <summary>When the payment completed (BL-7).</summary>
    public DateTimeOffset PaidAt { get; private set; }

    /// <summary>The part of the price that was paid in money.</summary>
    public Money Cash { get; private set; }

    /// <summary>The part of the price that a voucher covered.</summary>
    public Money Voucher { get; private set; }

    /// <summary>How the cash was paid.</summary>
    public PaymentChannel PaymentChannel { get; private set; }

    /// <summary>The account that paid.</summary>
    public string PaymentAccount { get; private set; }

    /// <summary>The present state.</summary>
    public CreditLotState State { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>How many credits can still be spent.</summary>
    public int Left => Uses - Spent;

    internal Lifecycle<CreditLotState, CreditLotTrigger> Lifecycle =>
        lifecycle ??= CreditLotLifecycle.Create(this, state => State = state);

    /// <summary>Takes a lot into the books.</summary>
    /// <param name="id">The new lot's id.</param>
    /// <param name="uses">How many credits it has.</param>
    /// <param name="purchase">How it was bought.</param>
    /// <param name="actor">Who recorded the order.</param>
    /// <exception cref="DomainException"><c>invalid-purchase</c>: the message lists what is missing.</exception>
    public static CreditLot Buy(CreditLotId id, int uses, ServicePurchase purchase, string actor)
    {
        purchase.EnsureComplete();
        if (uses < 1)
        {
            throw new DomainException(
                "invalid-purchase", string.Create(CultureInfo.InvariantCulture, $"A lot has at least 1 use; found {uses}."));
        }

        var lot = new CreditLot
        {
            Id = id,
            OrderId = purchase.OrderId,
            CustomerId = purchase.CustomerId,
            Company = purchase.Company,
            Email = purchase.Email,
            Mobile = purchase.Mobile,
            Uses = uses,
            PaidAt = purchase.PaidAt.ToUniversalTime(),
            Cash = purchase.Cash,
            Voucher = purchase.Voucher,
            PaymentChannel = purchase.PaymentChannel,
            PaymentAccount = purchase.PaymentAccount,
            Version = 1,
        };
        lot.Lifecycle.RecordCreation("buy", id.ToString(), actor, purchase.PaidAt, $"order {purchase.OrderId} was paid");
        return lot;
    }

    /// <summary>Spends one credit: it buys a free DV certificate, paid now, whose service begins with it.</summary>
    /// <param name="certificateId">The new certificate's id.</param>
    /// <param name="spec">What the catalogue's free DV product is.</param>
    /// <param name="calendar">Adds the year to now (T-1).</param>
    /// <param name="actor">Who spends it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="IllegalTransitionException">Nothing is left.</exception>
    public Certificate Spend(
        CertificateId certificateId, CertificateSpec spec, BusinessCalendar calendar, string actor, DateTimeOffset at)
    {
        Lifecycle.Ensure(CreditLotTrigger.Spend);
        var certificate = Certificate.Buy(
            new CertificatePurchase(
                certificateId,
                OrderId,
                CustomerId,
                Company,
                Email,
                Mobile,
                spec,
                null,
                at,
                Money.Zero,
                Money.Zero,
                PaymentChannel,
                PaymentAccount,
                Id),
            calendar,
            actor);
        Move(CreditLotTrigger.Spend, actor, at, $"it buys certificate {certificateId}");
        Spent++;
        return certificate;
    }

    /// <summary>
    /// Gives the credit of a certificate back that will not be issued. The certificate lapses with it: its use was given back,
    /// so it cannot be applied for again.
    /// </summary>
    /// <param name="certificate">The certificate; see <see cref="Certificate.IsCreditDue"/>.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="DomainException"><c>credit-not-due</c>: it was not bought with a credit of this lot, was or may still
    /// be issued, or the credit was given back before.</exception>
    public void GiveBack(Certificate certificate, string actor, DateTimeOffset at)
    {
        if (certificate.CreditLotId != Id || !certificate.IsCreditDue)
        {
            throw new DomainException(
                "credit-not-due", $"Certificate {certificate.Id} is {CamelCase.Of(certificate.State)}; no credit of lot {Id} is due for it.", "BL-3");
        }

        Move(CreditLotTrigger.GiveBack, actor, at, $"certificate {certificate.Id} was not issued");
        Spent--;
        certificate.GiveCreditBack(actor, at);
    }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static CreditLot Blank() => new();

    private void Move(CreditLotTrigger trigger, string actor, DateTimeOffset at, string reason)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
    }
}
