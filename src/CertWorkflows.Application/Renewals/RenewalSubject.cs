using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Packages;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Renewals;

namespace CertWorkflows.Application.Renewals;

/// <summary>The renewal of the case; its certificates follow.</summary>
internal sealed class RenewalSubject : CaseSubject<RenewalTrigger>
{
    public override string Name => "renewal";

    protected override async Task<string> FireAsync(CaseTurn turn, RenewalTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var (renewal, old, bought) = await RenewalParties.OfCaseAsync(turn, cancellationToken);
        RenewalCase.Fire(renewal, old, bought, trigger, turn.Actor, reason, turn.Now);
        if (trigger == RenewalTrigger.Verify && renewal.Kind == RenewalKind.Renewal)
        {
            // EX-7: packages that serve with the old one serve with the renewed one by themselves.
            foreach (var package in await SitesOfCertificate.PackagesAsync(turn.Db, old, cancellationToken))
            {
                turn.Track(package).TakeRenewal(old.Id, bought, turn.Actor, turn.Now);
            }
        }

        return CamelCase.Of(renewal.State);
    }
}
