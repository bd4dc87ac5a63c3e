using CertWorkflows.Domain.Certificates;

namespace CertWorkflows.Domain.Hostings;

/// <summary>
/// The hosting service for one certificate (BL-4): while it is active, an expiring certificate is replaced without being
/// asked for (RN-10), and the new one is hosted in its place. Started, moved and ended by <see cref="HostingCase"/> only.
/// </summary>
public sealed class Hosting : IAggregate
{
    private Lifecycle<HostingState, HostingTrigger>? lifecycle;

    private Hosting()
    {
        Company = Email = PaymentAccount = string.Empty;
    }

    /// <summary>The hosting's id.</summary>
    public HostingId Id { get; private set; }

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

    /// <summary>The only certificate that it may be started for, as the order says; null for any of the customer's.</summary>
    public CertificateId? IntendedFor { get; private set; }

    /// <summary>The certificate that is hosted, or was hosted last; null while unused.</summary>
    public CertificateId? CertificateId { get; private set; }

    /// <summary>Where to look whether a new certificate is served; null for its first name.</summary>
    public string? Host { get; private set; }

    /// <summary>The port to look at.</summary>
    public int Port { get; private set; } = 443;

    /// <summary>How many certificates it has replaced.</summary>
    public int Replacements { get; private set; }

    /// <summary>When it was started; null while unused.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended last; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it ended last; null before.</summary>
    public string? EndReason { get; private set; }

    /// <summary>The workflow instance that hosts; null while unused.</summary>
    public Guid? InstanceId { get; private set; }

    /// <summary>The present state.</summary>
    public HostingState State { get; private set; }

    /// <summary>Raised by each move; the token of optimistic concurrency.</summary>
    public long Version { get; private set; }

    /// <summary>What the present state permits.</summary>
    public IReadOnlyList<HostingTrigger> PermittedTriggers => Lifecycle.Permitted;

    internal Lifecycle<HostingState, HostingTrigger> Lifecycle =>
        lifecycle ??= HostingLifecycle.Create(this, state => State = state);

    /// <summary>Takes a hosting into the books, unused.</summary>
    /// <param name="id">The new hosting's id.</param>
    /// <param name="intendedFor">The only certificate that it may be started for; null for any.</param>
    /// <param name="purchase">How it was bought.</param>
    /// <param name="actor">Who recorded the order.</param>
    /// <exception cref="DomainException"><c>invalid-purchase</c>: the message lists what is missing.</exception>
    public static Hosting Buy(HostingId id, CertificateId? intendedFor, ServicePurchase purchase, string actor)
    {
        purchase.EnsureComplete();
        var hosting = new Hosting
        {
            Id = id,
            OrderId = purchase.OrderId,
            CustomerId = purchase.CustomerId,
            Company = purchase.Company,
            Email = purchase.Email,
            Mobile = purchase.Mobile,
            PaidAt = purchase.PaidAt.ToUniversalTime(),
            Cash = purchase.Cash,
            Voucher = purchase.Voucher,
            PaymentChannel = purchase.PaymentChannel,
            PaymentAccount = purchase.PaymentAccount,
            IntendedFor = intendedFor,
            Version = 1,
        };
        hosting.Lifecycle.RecordCreation("buy", id.ToString(), actor, purchase.PaidAt, $"order {purchase.OrderId} was paid");
        return hosting;
    }

    /// <summary>Hands over the moves that were not stored yet, and forgets them.</summary>
    public IReadOnlyList<StateChange> TakeChanges() => Lifecycle.Take();

    internal static Hosting Blank() => new();

    internal void Start(CertificateId certificate, HostingRequest request)
    {
        Move(HostingTrigger.Start, request.RequestedBy, request.At, $"certificate {certificate} is hosted");
        (CertificateId, InstanceId, StartedAt) = (certificate, request.InstanceId, request.At.ToUniversalTime());
        (Host, Port) = (request.Host, request.Port);
    }

    internal void Follow(CertificateId replacement, string actor, DateTimeOffset at)
    {
        Move(HostingTrigger.Follow, actor, at, $"certificate {replacement} took the place of {CertificateId}");
        CertificateId = replacement;
        Replacements++;
    }

    internal void End(string actor, string reason, DateTimeOffset at)
    {
        Move(HostingTrigger.End, actor, at, reason);
        (EndedAt, EndReason) = (at.ToUniversalTime(), reason);
        if (State == HostingState.Bought)
        {
            (IntendedFor, CertificateId, InstanceId, StartedAt, Host, Port) = (null, null, null, null, null, 443);
        }
    }

    private void Move(HostingTrigger trigger, string actor, DateTimeOffset at, string reason)
    {
        Lifecycle.Fire(trigger, Id.ToString(), actor, at, reason);
        Version++;
    }
}
