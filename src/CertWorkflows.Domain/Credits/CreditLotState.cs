namespace CertWorkflows.Domain.Credits;

/// <summary>States of a credit lot.</summary>
public enum CreditLotState
{
    /// <summary>Something of it is left.</summary>
    Available,

    /// <summary>All of it is spent; a credit that is given back makes it available again.</summary>
    UsedUp,
}
