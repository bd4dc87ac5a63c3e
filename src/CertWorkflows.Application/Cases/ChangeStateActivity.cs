using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Cases;

/// <summary>
/// <c>CertWorkflows.ChangeState</c>: fires a trigger at the named subject, something that the case is about. A trigger that the
/// present state, or an end that has not come, does not permit changes nothing and takes the port NotPermitted.
/// </summary>
public sealed class ChangeStateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.ChangeState", "CertWorkflows", "Change state", "Fires a trigger at what the case is about: its refund or revocation, its certificate or package.")
        .Input("Subject", TypeRef.String, "What changes its state.", CaseSubject.All[0].Name, true, hint: UiHints.DropDown,
            options: UiHints.OneOf(CaseSubject.All.Select(s => s.Name)))
        .Input("Trigger", TypeRef.String, "What happens to it.", required: true, hint: UiHints.DropDown,
            options: UiHints.OneOf(CaseSubject.All.SelectMany(s => s.Triggers).Distinct().Order(StringComparer.Ordinal)))
        .Input("Reason", TypeRef.String, "Why; the customer sees it where something is refused (RF-28). Where a ticket forces a revocation: the ticket.", "", true, hint: UiHints.MultiLine)
        .Output("State", TypeRef.String, "The state afterwards.")
        .Outcomes("Done", "NotPermitted")
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var name = context.Input<string>("Subject");
        var subject = CaseSubject.All.FirstOrDefault(s => s.Name == name) ?? throw new InvalidOperationException(
            $"'{name}' has no state; allowed are {string.Join(", ", CaseSubject.All.Select(s => s.Name))}.");
        try
        {
            var state = await subject.FireAsync(
                turn, context.Input<string>("Trigger") ?? "", context.Input<string>("Reason") ?? "", cancellationToken);
            context.SetOutput("State", state);
            return ActivityResult.Done;
        }
        catch (IllegalTransitionException notPermitted)
        {
            context.SetOutput("State", notPermitted.State);
            context.Journal("NotPermitted", notPermitted.Message);
            return ActivityResult.Outcome("NotPermitted");
        }
        catch (DomainException tooEarly) when (tooEarly.Code == "not-expired")
        {
            // A renewal has moved the end: whoever waited for the old one looks again.
            context.Journal("NotPermitted", tooEarly.Message);
            return ActivityResult.Outcome("NotPermitted");
        }
        catch (DomainException refused) when (refused.Code == "separation-of-duties")
        {
            // The person's request is refused as a whole: the task stays open for somebody else.
            throw new ForbiddenException(refused.Code, refused.Message);
        }
        catch (DomainException refused) when (refused.Code == "reason-required")
        {
            throw new InvalidInputException("data.reason", refused.Message, refused.Code);
        }
        catch (DomainException refused) when (refused.Code == "invalid-ticket")
        {
            throw new InvalidInputException("ticket", refused.Message, refused.Code);
        }
    }
}
