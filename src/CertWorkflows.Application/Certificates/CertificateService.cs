using CertWorkflows.Application.Access;
using CertWorkflows.Application.Cases;
using CertWorkflows.Application.PackageRefunds;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Engine.Execution;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Certificates;

/// <summary>Submitting a certificate's application to the CA, and taking it back.</summary>
public sealed class CertificateService(IWorkflowStore store, WorkflowService workflows)
{
    /// <summary>The workflow that an application runs.</summary>
    public const string ApplicationDefinitionId = "certificate-application";

    /// <summary>Takes an application back while the CA reviews it; the certificate is paid and unsubmitted again.</summary>
    /// <exception cref="NotFoundException">No certificate with this id.</exception>
    /// <exception cref="ConflictException"><c>nothing-to-withdraw</c>: no application is under review.</exception>
    public async Task<Certificate> WithdrawAsync(CertificateId id, long? version, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var running = await db.Instances
            .Where(i => i.CaseKind == CaseKinds.CertificateApplication && i.CaseId == id.Value && i.Status == nameof(WorkflowStatus.Running))
            .Select(i => (Guid?)i.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (running is not { } instanceId)
        {
            var idle = await db.Certificates.SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
                ?? throw new NotFoundException("certificate", id.ToString());
            throw new ConflictException(
                "nothing-to-withdraw",
                "No application of this certificate is at the CA.",
                CamelCase.Of(idle.State),
                idle.PermittedTriggers.Select(t => CamelCase.Of(t)).ToArray());
        }

        Certificate? withdrawn = null;
        await workflows.ResumeAsync(instanceId, caller, PrepareAsync, cancellationToken);
        return withdrawn!;

        async ValueTask<Stimulus?> PrepareAsync(CaseTurn turn, CancellationToken token)
        {
            withdrawn = await turn.CertificateAsync(id, token);
            withdrawn.EnsureVersion("certificate", version);
            withdrawn.Withdraw(turn.Actor, turn.Now);
            return new Stimulus.Cancel("The customer withdrew the application.");
        }
    }
}

/// <summary>Submits the application in the turn that starts its workflow.</summary>
public sealed class ApplicationOpening(CertificateId certificateId, CertificateApplication application, long? version) : ICaseOpening
{
    /// <summary>The certificate, once <see cref="OpenAsync"/> has run.</summary>
    public Certificate? Certificate { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        Certificate = await turn.CertificateAsync(certificateId, cancellationToken);
        Certificate.EnsureVersion("certificate", version);
        if (await RenewalOpening.OpenOneAsync(turn.Db, r => r.NewCertificateId == certificateId, cancellationToken) is { } renewal)
        {
            throw RenewalOpening.InProgress(renewal, "The certificate was bought by a renewal, which applies for it.");
        }

        if (await BundledRefund.PackageOfAsync(turn.Db, Certificate, cancellationToken) is { PermitsApplication: false } package)
        {
            throw new DomainException(
                "refund-in-progress",
                $"Package {package.Id}, with which the certificate was bought, is being refunded; it cannot be applied for.",
                "PK-5");
        }

        Submit(turn, Certificate, application, input);
    }

    /// <summary>Submits the application, on which the turn's instance works from then on.</summary>
    internal static void Submit(
        CaseTurn turn, Certificate certificate, CertificateApplication application, IDictionary<string, object?> input)
    {
        certificate.Submit(application, turn.Actor, turn.Now);
        turn.WorksOn(CaseKinds.CertificateApplication, certificate.Id.Value);
        input["CertificateId"] = certificate.Id.ToString();
        input["Product"] = certificate.ProductName();
        input["Domains"] = string.Join(", ", application.Domains);
        input["Company"] = certificate.Company;
        input["Email"] = certificate.Email;
    }
}

/// <summary>What several use cases say of a certificate.</summary>
public static class CertificateWords
{
    /// <summary>The product in words: brand, validation level, wildcard.</summary>
    public static string ProductName(this Certificate certificate) =>
        $"{certificate.Brand} {certificate.Validation}{(certificate.Wildcard ? " wildcard" : "")}";
}
