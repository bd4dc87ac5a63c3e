namespace CertWorkflows.Domain.Credits;

/// <summary>The one machine of a credit lot.</summary>
internal static class CreditLotLifecycle
{
    public const string Subject = "credit-lot";

    public static Lifecycle<CreditLotState, CreditLotTrigger> Create(CreditLot lot, Action<CreditLotState> write)
    {
        var lifecycle = new Lifecycle<CreditLotState, CreditLotTrigger>(Subject, () => lot.State, write);
        var machine = lifecycle.Machine;

        machine.Configure(CreditLotState.Available)
            .PermitReentryIf(CreditLotTrigger.Spend, () => lot.Left > 1, "others are left")
            .PermitIf(CreditLotTrigger.Spend, CreditLotState.UsedUp, () => lot.Left <= 1, "the last one")
            .PermitReentryIf(CreditLotTrigger.GiveBack, () => lot.Spent > 0, "one was spent");

        machine.Configure(CreditLotState.UsedUp)
            .Permit(CreditLotTrigger.GiveBack, CreditLotState.Available);

        return lifecycle;
    }

    /// <summary>The picture of docs/lifecycles/credit-lot.md.</summary>
    public static string Mermaid() => CreditLot.Blank().Lifecycle.Picture();
}
