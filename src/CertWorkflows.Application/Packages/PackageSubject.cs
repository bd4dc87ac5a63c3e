using CertWorkflows.Application.Cases;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Packages;

namespace CertWorkflows.Application.Packages;

/// <summary>The package that the instance follows.</summary>
internal sealed class PackageSubject : CaseSubject<PackageTrigger>
{
    public override string Name => "package";

    protected override async Task<string> FireAsync(CaseTurn turn, PackageTrigger trigger, string reason, CancellationToken cancellationToken)
    {
        var id = new PackageId(turn.CaseOf(CaseKinds.Package, "the event package-ordered", "FollowService"));
        var package = await turn.LoadAsync<Package>(id, "package", cancellationToken);
        package.Fire(trigger, turn.Actor, reason, turn.Now);
        return CamelCase.Of(package.State);
    }
}
