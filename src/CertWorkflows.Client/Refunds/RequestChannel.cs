namespace CertWorkflows.Client;

/// <summary>How a request came (RF-9).</summary>
public enum RequestChannel
{
    /// <summary>The customer's console.</summary>
    SelfService,

    /// <summary>Customer service.</summary>
    Ticket,
}
