using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Application.Revocations;

/// <summary>The revocation of the case; its certificate follows. The reason of <c>force</c> is the ticket.</summary>
internal sealed class RevocationSubject : CaseSubject<RevocationTrigger>
{
    public override string Name => "revocation";

    protected override async Task<string> FireAsync(CaseTurn turn, RevocationTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var (revocation, certificate) = await turn.RevocationAndCertificateAsync(cancellationToken);
        if (trigger == RevocationTrigger.Force)
        {
            RevocationCase.Force(revocation, reason, turn.Actor, turn.Now);
        }
        else
        {
            RevocationCase.Fire(revocation, certificate, trigger, turn.Actor, reason, turn.Now);
        }

        return CamelCase.Of(revocation.State);
    }
}
