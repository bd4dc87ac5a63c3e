using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Hostings;

namespace CertWorkflows.Application.Hostings;

/// <summary>The hosting of the case; its certificate follows.</summary>
internal sealed class HostingSubject : CaseSubject<HostingTrigger>
{
    public override string Name => "hosting";

    protected override async Task<string> FireAsync(CaseTurn turn, HostingTrigger trigger, string reason, CancellationToken cancellationToken) =>
        trigger == HostingTrigger.End
            ? CamelCase.Of((await HostingTurn.EndAsync(turn, reason, cancellationToken)).State)
            : throw new DomainException(
                "needs-facts", $"{CamelCase.Of(trigger)} cannot be fired by its name alone: OpenHosting starts, FollowHosting follows.");
}
