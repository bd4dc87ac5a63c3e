using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Credits;
using CertWorkflows.Application.Hostings;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Refunds;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Workflows;

/// <summary>What follows from what a turn has moved, whoever moved it; committed with it.</summary>
internal static class TurnAftermath
{
    private const string Reason = "its workflow was cancelled";

    // What ends a refund, a revocation that waits for its link, and a forced one.
    private static readonly string[] UndecidedEnds = ["cancel", "lapse", "reject"];

    /// <param name="state">The instance's state after the turn; null where the engine did not run.</param>
    public static async ValueTask SettleAsync(CaseTurn turn, InstanceState? state, CancellationToken cancellationToken)
    {
        if (state is { SubStatus: WorkflowSubStatus.Cancelled })
        {
            await EndCaseAsync(turn, cancellationToken);
        }

        await CreditReturns.SettleAsync(turn, cancellationToken);
        turn.RecordMoves();
        await HostingNews.TellAsync(turn, cancellationToken);
        await PackageRefundWake.AddAsync(turn.Db, turn.Moved, turn.InstanceId, turn.Now, cancellationToken);
    }

    /// <summary>Nobody works on the case any more: what it holds is let go.</summary>
    private static async ValueTask EndCaseAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        switch (turn)
        {
            case { CaseKind: CaseKinds.CertificateApplication, CaseId: { } id }:
                var certificate = await turn.CertificateAsync(new CertificateId(id), cancellationToken);
                if (certificate.PermittedTriggers.Contains(CertificateTrigger.Withdraw))
                {
                    certificate.Withdraw(turn.Actor, turn.Now, Reason);
                }

                break;
            case { CaseKind: CaseKinds.Renewal }:
                var (renewal, old, bought) = await RenewalParties.OfCaseAsync(turn, cancellationToken);
                if (renewal.PermittedTriggers.Contains(RenewalTrigger.Cancel))
                {
                    RenewalCase.Fire(renewal, old, bought, RenewalTrigger.Cancel, turn.Actor, Reason, turn.Now);
                }

                break;
            case { CaseKind: CaseKinds.Refund or CaseKinds.PackageRefund or CaseKinds.Revocation }:
                await EndUndecidedAsync(turn, cancellationToken);
                break;
            case { CaseKind: CaseKinds.Hosting }:
                await HostingTurn.EndAsync(turn, Reason, cancellationToken);
                break;
            default:
                break;
        }
    }

    /// <summary>What nobody has decided yet ends without effect; what is decided, such as a payment on its way, stays as it is.</summary>
    private static async ValueTask EndUndecidedAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        CaseSubject subject = turn.CaseKind switch
        {
            CaseKinds.Refund => new RefundSubject(),
            CaseKinds.PackageRefund => new PackageRefundSubject(),
            _ => new RevocationSubject(),
        };
        foreach (var trigger in UndecidedEnds.Intersect(subject.Triggers))
        {
            try
            {
                await subject.FireAsync(turn, trigger, Reason, cancellationToken);
                return;
            }
            catch (DomainException)
            {
                // Not from its present state.
            }
        }
    }
}
