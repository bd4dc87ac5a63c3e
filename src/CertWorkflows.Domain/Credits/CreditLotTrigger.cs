namespace CertWorkflows.Domain.Credits;

/// <summary>What moves a credit lot.</summary>
public enum CreditLotTrigger
{
    /// <summary>A credit buys a free DV certificate (BL-3).</summary>
    Spend,

    /// <summary>A credit whose certificate was never issued is the customer's again.</summary>
    GiveBack,
}
