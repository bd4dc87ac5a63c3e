using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Timing;

/// <summary>
/// <c>CertWorkflows.WaitUntil</c>: waits for an instant, given as business days, natural days, a duration or the instant
/// itself, in the business time zone (T-1 to T-3). An instant that is past completes at once.
/// </summary>
public sealed class WaitUntilActivity : Activity
{
    private const string BusinessDays = "businessDays";
    private const string NaturalDays = "naturalDays";
    private const string Duration = "duration";
    private const string Instant = "instant";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.WaitUntil", "CertWorkflows", "Wait until", "Waits for an instant in the business calendar.")
        .Input("Unit", TypeRef.String, "How the wait is given.", BusinessDays, true, hint: UiHints.DropDown,
            options: UiHints.OneOf(BusinessDays, NaturalDays, Duration, Instant))
        .Input("Amount", TypeRef.Int32, "Days, for business days and natural days; natural days before the start are negative.", 0)
        .Input("Duration", TypeRef.TimeSpan, "For a duration, as [days.]hh:mm:ss.", TimeSpan.Zero)
        .Input("Instant", TypeRef.DateTimeOffset, "For an instant.", hint: UiHints.DateTimePicker)
        .Input("From", TypeRef.DateTimeOffset, "What days and durations are counted from; empty for now.", hint: UiHints.DateTimePicker)
        .Output("DueAt", TypeRef.DateTimeOffset, "The instant that is waited for.")
        .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var due = DueAt(context, turn);
        context.SetOutput("DueAt", due);
        if (due <= turn.Now)
        {
            return new(ActivityResult.Done);
        }

        context.Wait(new BookmarkRequest { Name = Descriptor.TypeName, DueAt = due, Tag = context.Node.Name ?? context.Node.Id });
        return new(ActivityResult.Wait);
    }

    private static DateTimeOffset DueAt(ActivityContext context, CaseTurn turn)
    {
        var from = context.Input<DateTimeOffset?>("From") ?? turn.Now;
        var unit = context.Input<string>("Unit");
        return unit switch
        {
            BusinessDays => turn.Calendar.AddBusinessDays(from, context.Input<int>("Amount")).At,
            NaturalDays => turn.Calendar.AddNaturalDays(from, context.Input<int>("Amount")),
            Duration => from + context.Input<TimeSpan>("Duration"),
            Instant => context.Input<DateTimeOffset?>("Instant")
                ?? throw new InvalidOperationException("WaitUntil is set to an instant, but no instant is given."),
            _ => throw new InvalidOperationException(
                $"WaitUntil cannot wait by '{unit}'; allowed are {BusinessDays}, {NaturalDays}, {Duration} and {Instant}."),
        };
    }
}
