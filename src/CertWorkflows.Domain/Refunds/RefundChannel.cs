namespace CertWorkflows.Domain.Refunds;

/// <summary>How a refund is asked for.</summary>
public enum RefundChannel
{
    /// <summary>By the customer in the console.</summary>
    SelfService,

    /// <summary>Through customer service.</summary>
    Ticket,
}
