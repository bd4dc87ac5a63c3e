using System.Globalization;
using System.Net;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Operation;

public sealed partial class ClockPage
{
    private const int MostShown = 100;
    private const int MostUnits = 100_000;

    private IReadOnlyList<DeadlineDto> _due = [];
    private IReadOnlyList<DeadlineDto> _fired = [];
    private ClockDto? _clock;
    private DateTimeOffset? _target;
    private ShownProblem? _problem;
    private string _how = "next";
    private string _amount = "1";
    private string _unit = "days";
    private string? _to;
    private string? _wrong;
    private string? _done;
    private bool _moreDue;
    private bool _real;
    private bool _operator;
    private bool _busy;

    [Inject] private CertWorkflowsClient Api { get; set; } = default!;

    [Inject] private ApiAttempt Attempt { get; set; } = default!;

    [Inject] private CurrentUser User { get; set; } = default!;

    [Inject] private BusinessTime Time { get; set; } = default!;

    [Inject] private SessionClock RealTime { get; set; } = default!;

    [Inject] private IStringLocalizer<Texts> Words { get; set; } = default!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _problem = await Attempt.RunAsync(async () =>
        {
            _operator = (await User.GetAsync()).Roles.Contains(UserRole.Operator);
            try
            {
                _clock = await Api.Clock.GetAsync(Leaving);
            }
            catch (ApiException none) when (none.Status == HttpStatusCode.NotFound)
            {
                _real = true; // such a host has no clock to ask for
            }
        });
    }

    private void Set(string? how = null, string? amount = null, string? unit = null, string? to = null)
    {
        (_how, _amount, _unit, _to) = (how ?? _how, amount ?? _amount, unit ?? _unit, to ?? _to);
        (_target, _wrong) = (null, null);
    }

    /// <summary>What is due until then: what falls due on the way may ask for more.</summary>
    private async Task PreviewAsync()
    {
        (_target, _wrong, _done, _fired) = (null, null, null, []);
        _problem = await Attempt.RunAsync(async () =>
        {
            _clock = await Api.Clock.GetAsync(Leaving);
            if (await TargetAsync(_clock.Now) is not { } target)
            {
                return;
            }

            var page = await Api.Deadlines.ListAsync(
                new DeadlineListRequest { Before = target.AddSeconds(1), Failing = false, Limit = MostShown }, Leaving);
            (_due, _moreDue, _target) = ([.. page.Items.Where(deadline => deadline.DueAt <= target)], page.NextCursor is not null, target);
        });
    }

    private async Task<DateTimeOffset?> TargetAsync(DateTimeOffset now)
    {
        DateTimeOffset? target = null;
        if (_how == "next")
        {
            var next = await Api.Deadlines.ListAsync(new DeadlineListRequest { Late = false, Limit = 1 }, Leaving);
            target = next.Items is [var first, ..] ? first.DueAt : null;
            _wrong = target is null ? Words["Clock.NothingDue"].Value : null;
        }
        else if (_how == "by")
        {
            target = int.TryParse(_amount, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount <= MostUnits
                ? now + (_unit switch { "minutes" => TimeSpan.FromMinutes(amount), "hours" => TimeSpan.FromHours(amount), _ => TimeSpan.FromDays(amount) })
                : null;
            _wrong = target is null ? Words["Clock.NoAmount"].Value : null;
        }
        else
        {
            target = Time.TryReadLocal(_to ?? "", out var to) && to >= now ? to : null;
            _wrong = target is null ? Words["Clock.NoInstant"].Value : null;
        }

        return target;
    }

    private async Task AdvanceAsync()
    {
        _busy = true;
        var due = _due;
        _problem = await Attempt.RunAsync(async () =>
        {
            var answer = await Api.Clock.AdvanceAsync(new AdvanceClockRequest { To = _target!.Value }, Leaving);
            _clock = _clock! with { Now = answer.Now };
            _done = Words["Clock.Done", Time.Text(answer.Now), answer.Fired];
            var left = (await Api.Deadlines.ListAsync(new DeadlineListRequest { Before = answer.Now.AddSeconds(1), Limit = MostShown }, Leaving))
                .Items.Select(deadline => (deadline.InstanceId, deadline.Id)).ToHashSet();
            _fired = [.. due.Where(deadline => !left.Contains((deadline.InstanceId, deadline.Id)))];
        });
        (_busy, _target) = (false, null);
    }
}
