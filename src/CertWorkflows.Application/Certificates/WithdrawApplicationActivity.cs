using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Renewals;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Certificates;

/// <summary>
/// <c>CertWorkflows.WithdrawApplication</c>: takes the case's certificate back from whoever applies for it, its application's workflow or
/// a renewal, and waits until that has ended in order. Nothing is done where nobody applies.
/// </summary>
public sealed class WithdrawApplicationActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.WithdrawApplication", "CertWorkflows", "Withdraw application", "Takes an application back from the CA, and ends what applies for it.")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var id = await CertificateSubject.OfCaseAsync(turn, cancellationToken);
        var certificate = await turn.CertificateAsync(id, cancellationToken);
        if (certificate.State != CertificateState.UnderReview
            && await RenewalOpening.OpenOneAsync(turn.Db, r => r.NewCertificateId == id, cancellationToken) is null)
        {
            return ActivityResult.Done;
        }

        EffectRequests.RequestAndWait(
            context, ApplicationWithdrawal.EffectKind, $"{turn.InstanceId}-{context.Id}", new JsonObject { ["certificateId"] = id.ToString() });
        return ActivityResult.Wait;
    }

    public override ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var answer = EffectRequests.Answer(context);
        return answer.Succeeded
            ? new(ActivityResult.Done)
            : throw new InvalidOperationException($"The application could not be withdrawn: {answer.Code}: {answer.Message}");
    }
}

/// <summary>Withdraws in a turn of the workflow that applies, so that it and the certificate end together.</summary>
internal sealed class ApplicationWithdrawal(IWorkflowStore store, CertificateService certificates, RenewalService renewals) : IEffectHandler
{
    public const string EffectKind = "application-withdrawal";

    public string Kind => EffectKind;

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        var id = CertificateId.Parse(request.Payload["certificateId"]!.GetValue<string>());
        try
        {
            await using var db = store.Open();
            if (await RenewalOpening.OpenOneAsync(db, r => r.NewCertificateId == id, cancellationToken) is { } renewal)
            {
                await renewals.CancelAsync(renewal.Id, null, Caller.System, cancellationToken);
            }
            else
            {
                await certificates.WithdrawAsync(id, null, Caller.System, cancellationToken);
            }
        }
        catch (ConflictException)
        {
            // It was withdrawn, refused or signed a moment earlier: whoever asked looks at the certificate again.
        }

        return new EffectOutcome.Succeeded(new JsonObject());
    }
}
