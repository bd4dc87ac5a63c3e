namespace CertWorkflows.Domain.Hostings;

/// <summary>What moves a hosting.</summary>
public enum HostingTrigger
{
    /// <summary>It is started for a certificate.</summary>
    Start,

    /// <summary>The certificate was replaced; the new one is hosted from then on.</summary>
    Follow,

    /// <summary>It ends: the customer wants it no more, or there is nothing left to replace.</summary>
    End,
}
