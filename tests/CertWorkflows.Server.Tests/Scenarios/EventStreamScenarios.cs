using System.Net;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Who listens hears what happens, what was missed, and nothing that is not for them.</summary>
public sealed class EventStreamScenarios
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stream_TellsOfATasksClaimToThoseWhoMaySeeTheTask(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await TaskAsync(desk);
        await using var rolf = new Listener(desk.Rolf);
        await using var cora = new Listener(desk.Cora);
        await rolf.OpenAsync();
        await cora.OpenAsync();
        await desk.Rita.Tasks.ClaimAsync(task.Id);
        var heard = await rolf.UntilAsync(change => change.SubjectId == task.Id);
        Assert.Equal(("task", "claim", "rita", "rita"), (heard.Subject, heard.Action, heard.By, heard.To));

        // She is in another group: of what follows she hears the case, which she may read, and not the task.
        await desk.Rita.Tasks.CompleteAsync(task.Id, new CompleteTaskRequest { Outcome = "Approve" });
        await cora.UntilAsync(change => change is { Subject: "refund", To: "approved" });
        Assert.DoesNotContain(cora.Heard, change => change.SubjectId == task.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stream_WhenResumed_TellsWhatWasMissed(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await TaskAsync(desk);
        string last;
        await using (var first = new Listener(desk.Rolf))
        {
            await first.OpenAsync();
            await desk.Rita.Tasks.ClaimAsync(task.Id);
            last = (await first.UntilAsync(change => change is { Action: "claim" })).Id;
        }

        await desk.Rita.Tasks.ReleaseAsync(task.Id);
        await using var second = new Listener(desk.Rolf, last);
        Assert.Equal(task.Id, (await second.UntilAsync(change => change is { Action: "release" })).SubjectId);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stream_OfASessionThatIsOver_EndsWithTheNextThingThatHappens(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await TaskAsync(desk);
        await using var rolf = new Listener(desk.Rolf);
        await using var susan = new Listener(desk.Susan);
        await rolf.OpenAsync();
        await susan.OpenAsync();
        var users = await desk.Admin.Administration.ListUsersAsync(new UserListRequest { Limit = 200 });

        await desk.Admin.Administration.EndSessionsOfAsync(users.Items.Single(user => user.Username == "rolf").Id);
        await desk.Rita.Tasks.ClaimAsync(task.Id);

        await susan.UntilAsync(change => change is { Action: "claim" });
        await rolf.EndAsync();
        Assert.DoesNotContain(rolf.Heard, change => change.SubjectId == task.Id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Stream_WithAnIdThatIsNone_IsRefusedAndWithAnUnknownOneBeginsAnew(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var refused = await Assert.ThrowsAsync<ApiException>(async () => await FirstAsync(desk, "yesterday"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-last-event-id"), (refused.Status, refused.Problem.Code));
        Assert.Equal(ChangeMessageKind.Open, (await FirstAsync(desk, "0198c0de-0000-7000-8000-000000000001")).Kind);
        await using var listener = new Listener(desk.Rolf, "0198c0de-0000-7000-8000-000000000001");
        await listener.ResetAsync();
    }

    private static async Task<ChangeMessage> FirstAsync(Desk desk, string lastEventId)
    {
        await foreach (var message in desk.Rolf.Events.ListenAsync(lastEventId, Token))
        {
            return message;
        }

        throw new InvalidOperationException("The stream ended at once.");
    }

    private static async Task<TaskSummaryDto> TaskAsync(Desk desk)
    {
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P6D");
        await desk.RequestRefundAsync(certificate);
        return Assert.Single(await Desk.InboxAsync(desk.Rita));
    }

    /// <summary>Listens in the background and keeps what it hears.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

        private readonly CancellationTokenSource _stop = new();
        private readonly System.Threading.Channels.Channel<ChangeMessage> _messages = System.Threading.Channels.Channel.CreateUnbounded<ChangeMessage>();
        private readonly Task _listening;

        public Listener(CertWorkflowsClient client, string? lastEventId = null) => _listening = ListenAsync(client, lastEventId);

        public List<ChangeEventDto> Heard { get; } = [];

        public Task<ChangeMessage> OpenAsync() => NextAsync(message => message.Kind == ChangeMessageKind.Open);

        public Task<ChangeMessage> ResetAsync() => NextAsync(message => message.Kind == ChangeMessageKind.Reset);

        /// <summary>Waits until the server has ended the stream, and hears out what it still told.</summary>
        public async Task EndAsync()
        {
            await _listening.WaitAsync(Longest, Token);
            while (_messages.Reader.TryRead(out var message))
            {
                Heard.AddRange(message.Change is { } change ? [change] : []);
            }
        }

        public async Task<ChangeEventDto> UntilAsync(Func<ChangeEventDto, bool> wanted) =>
            (await NextAsync(message => message.Change is { } change && wanted(change))).Change!;

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _listening;
            _stop.Dispose();
        }

        private async Task<ChangeMessage> NextAsync(Func<ChangeMessage, bool> wanted)
        {
            using var patience = new CancellationTokenSource(Longest);
            while (true)
            {
                var message = await _messages.Reader.ReadAsync(patience.Token);
                if (message.Change is { } change)
                {
                    Heard.Add(change);
                }

                if (wanted(message))
                {
                    return message;
                }
            }
        }

        private async Task ListenAsync(CertWorkflowsClient client, string? lastEventId)
        {
            try
            {
                await foreach (var message in client.Events.ListenAsync(lastEventId, _stop.Token))
                {
                    _messages.Writer.TryWrite(message);
                }
            }
            catch (OperationCanceledException)
            {
                // Enough was heard.
            }
        }
    }
}
