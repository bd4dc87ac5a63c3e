using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Credits;

namespace CertWorkflows.Application.Credits;

/// <summary>
/// Gives credits back whose certificates will not be issued: the CA refused the application, it was withdrawn, or its workflow
/// was cancelled. In the turn that this happens in, whichever that is, so that no credit is lost and none comes back twice.
/// </summary>
internal static class CreditReturns
{
    public static async ValueTask SettleAsync(CaseTurn turn, CancellationToken cancellationToken)
    {
        foreach (var certificate in turn.Known<Certificate>().Where(c => c.IsCreditDue).ToList())
        {
            var lot = await turn.LoadAsync<CreditLot>(certificate.CreditLotId!, "credit lot", cancellationToken);
            lot.GiveBack(certificate, turn.Actor, turn.Now);
        }
    }
}
