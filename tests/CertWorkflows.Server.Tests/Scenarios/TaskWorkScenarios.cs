using System.Net;
using System.Text;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>What people do around a decision: delegate for a time, name each other, keep files and filters. Over HTTP, on both databases.</summary>
public sealed class TaskWorkScenarios
{
    private static readonly byte[] Pdf = "%PDF-1.7 a receipt"u8.ToArray();

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delegation_WhenItsTimeIsOver_ComesBackToWhoLentIt(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        await desk.Rita.Tasks.ClaimAsync(task.Id);
        var until = Desk.Start.AddDays(8);
        var lent = await desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf", Until = until });
        Assert.Equal(("rolf", "rita", until), (lent.Assignee!.Username, lent.DelegatedBy!.Username, lent.DelegatedUntil));
        Assert.Contains(await desk.DeadlinesAsync(), d => d.Kind == "delegation" && d.DueAt == until);

        await desk.AdvanceToAsync(until.AddSeconds(-1));
        Assert.Equal("rolf", (await desk.Rita.Tasks.GetAsync(task.Id)).Assignee!.Username);
        await desk.AdvanceToAsync(until);
        var back = await desk.Rita.Tasks.GetAsync(task.Id);
        Assert.Equal(("rita", null, null), (back.Assignee!.Username, back.DelegatedBy, back.DelegatedUntil));
        Assert.Equal(["created", "claimed", "delegated", "delegation-ended"], back.History.Select(h => h.Event));
        Assert.DoesNotContain(await desk.DeadlinesAsync(), d => d.Kind == "delegation");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delegation_WhenTheColleagueDecides_NamesBothInTheAudit(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        await desk.Rita.Tasks.ClaimAsync(task.Id);
        await desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf", Until = Desk.Start.AddDays(9) });
        var done = await desk.Rolf.Tasks.CompleteAsync(task.Id, new CompleteTaskRequest { Outcome = "Approve" });
        var entry = done.History.Single(h => h.Event == "completed");
        Assert.Equal(("rolf", "rita"), (entry.By, entry.OnBehalfOf));
        Assert.DoesNotContain(await desk.DeadlinesAsync(), d => d.Kind == "delegation");
        Assert.Equal(task.Id, Assert.Single((await desk.Rolf.Tasks.ListAsync(
            new TaskListRequest { State = HumanTaskState.Completed, CompletedBy = "me", Sort = TaskSort.Closed })).Items).Id);
        Assert.Empty((await desk.Rita.Tasks.ListAsync(new TaskListRequest { CompletedBy = "me" })).Items);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delegation_CanBeTakenBackOrGivenBackAndIsCheckedFirst(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        await desk.Rita.Tasks.ClaimAsync(task.Id);
        foreach (var until in (DateTimeOffset[])[Desk.Start, Desk.Start.AddYears(2)])
        {
            await RefusedAsync(
                HttpStatusCode.BadRequest, "invalid-request", () => desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf", Until = until }));
        }

        await RefusedAsync(
            HttpStatusCode.Forbidden, "not-in-group", () => desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "cora", Until = Desk.Start.AddDays(7) }));
        Assert.Equal("rita", (await desk.Rita.Tasks.GetAsync(task.Id)).Assignee!.Username);

        await desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf", Until = Desk.Start.AddDays(7) });
        Assert.Equal("rita", (await desk.Rita.Tasks.ReleaseAsync(task.Id)).Assignee!.Username); // she takes it back
        await desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf", Until = Desk.Start.AddDays(7) });
        Assert.Equal("rita", (await desk.Rolf.Tasks.ReleaseAsync(task.Id)).Assignee!.Username); // he gives it back
        var handed = await desk.Rita.Tasks.DelegateAsync(task.Id, new DelegateTaskRequest { To = "rolf" });
        Assert.Equal(("rolf", null), (handed.Assignee!.Username, handed.DelegatedBy));
        Assert.DoesNotContain(await desk.DeadlinesAsync(), d => d.Kind == "delegation");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Mention_InAComment_IsFoundByWhoIsNamed(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        var comment = await desk.Rita.Tasks.AddCommentAsync(
            task.Id, new AddTaskCommentRequest { Text = "@Rolf, please look. @cora is not in the group, mail@rolf.example is no mention, nor is @nobody." });
        Assert.Equal(["rolf"], comment.Mentions.Select(m => m.Username));
        Assert.Equal(1, (await desk.Rolf.Tasks.GetCountsAsync()).Mentioned);
        Assert.Equal(task.Id, Assert.Single((await desk.Rolf.Tasks.ListAsync(new TaskListRequest { Mentioned = true })).Items).Id);
        Assert.Empty((await desk.Rita.Tasks.ListAsync(new TaskListRequest { Mentioned = true })).Items);
        var seen = await desk.Rolf.Tasks.GetAsync(task.Id);
        Assert.Equal(["rolf"], Assert.Single(seen.Comments).Mentions.Select(m => m.Username));
        Assert.Single(seen.History, h => h.Event == "commented");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Attachment_IsKeptServedAndTakenAway(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        var kept = await desk.Rita.Tasks.AttachAsync(task.Id, "收据 1.pdf", new MemoryStream(Pdf));
        Assert.Equal(("收据 1.pdf", "application/pdf", Pdf.Length, "rita"), (kept.Name, kept.ContentType, (int)kept.Size, kept.By.Username));
        var page = await desk.Rolf.Tasks.GetAsync(task.Id);
        Assert.Equal(kept, Assert.Single(page.Attachments));
        Assert.Contains(page.History, h => h.Event == "attached" && h.Detail!.Contains(kept.Sha256, StringComparison.Ordinal));

        await RefusedAsync(HttpStatusCode.Forbidden, "not-yours", () => desk.Rolf.Tasks.DetachAsync(task.Id, kept.Id));
        await RefusedAsync(HttpStatusCode.Forbidden, "not-in-group", () => desk.Cora.Tasks.DetachAsync(task.Id, kept.Id));
        await desk.Rita.Tasks.DetachAsync(task.Id, kept.Id);
        await RefusedAsync(HttpStatusCode.NotFound, "not-found", () => desk.Rita.Tasks.DetachAsync(task.Id, kept.Id));
        await desk.Rita.Tasks.AttachAsync(task.Id, "note.txt", new MemoryStream(Encoding.UTF8.GetBytes("退款")));
        await desk.Rita.Tasks.CompleteAsync(task.Id, new CompleteTaskRequest { Outcome = "Approve" });
        await RefusedAsync(HttpStatusCode.Conflict, "already-completed", () => desk.Rita.Tasks.AttachAsync(task.Id, "late.pdf", new MemoryStream(Pdf)));
        Assert.Single((await desk.Rita.Tasks.GetAsync(task.Id)).Attachments);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Attachment_ThatCouldDeceiveOrIsTooLarge_IsRefused(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database, settings: [("Attachments:MaxBytes", "1000"), ("Attachments:MaxPerTask", "1")]);
        var task = await ReviewAsync(desk);
        (string Name, byte[] Content, string Code)[] bad =
        [
            ("page.html", "<script>"u8.ToArray(), "attachment-type"),
            ("receipt.pdf", "MZ a program"u8.ToArray(), "attachment-type"),
            ("note.txt", [0x61, 0x00, 0x62], "attachment-type"),
            ("empty.pdf", [], "attachment-size"),
            ("large.pdf", [.. Pdf, .. new byte[1000]], "attachment-size"),
            ("invoice\u202Efdp.txt", "a"u8.ToArray(), "attachment-name"),
            (".pdf", Pdf, "attachment-name"),
        ];
        foreach (var (name, content, code) in bad)
        {
            await RefusedAsync(HttpStatusCode.BadRequest, code, () => desk.Rita.Tasks.AttachAsync(task.Id, name, new MemoryStream(content)));
        }

        Assert.Empty((await desk.Rita.Tasks.GetAsync(task.Id)).Attachments);
        await desk.Rita.Tasks.AttachAsync(task.Id, "one.pdf", new MemoryStream(Pdf));
        await RefusedAsync(HttpStatusCode.BadRequest, "too-many-attachments", () => desk.Rita.Tasks.AttachAsync(task.Id, "two.pdf", new MemoryStream(Pdf)));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task BulkClaim_TellsOfEachTaskAndMayBeRepeated(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var (mine, his) = (await ReviewAsync(desk), await ReviewAsync(desk));
        await desk.Rolf.Tasks.ClaimAsync(his.Id);
        for (var time = 0; time < 2; time++)
        {
            var answer = await desk.Rita.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = [mine.Id, his.Id, "no-id"], To = "rita" });
            Assert.Equal([(mine.Id, true, null), (his.Id, false, "already-claimed"), ("no-id", false, "not-found")],
                answer.Results.Select(r => (r.Id, r.Assigned, r.Problem?.Code)));
        }

        await RefusedAsync(HttpStatusCode.BadRequest, "invalid-request", () => desk.Rita.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = [], To = "rita" }));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SavedFilters_FollowTheUserAndAreSharedWithAGroup(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var own = await desk.Rita.SavedFilters.CreateAsync(new SaveFilterRequest { Name = "Late ones", Query = "view=overdue&sort=priority" });
        await RefusedAsync(HttpStatusCode.Conflict, "filter-name-taken", () => desk.Rita.SavedFilters.CreateAsync(new SaveFilterRequest { Name = "Late ones", Query = "" }));
        await RefusedAsync(
            HttpStatusCode.BadRequest, "invalid-request", () => desk.Rita.SavedFilters.CreateAsync(new SaveFilterRequest { Name = "x", Query = "", SharedWith = "certificates" }));
        Assert.Empty(await desk.Rolf.SavedFilters.ListAsync());

        var shared = await desk.Rita.SavedFilters.ChangeAsync(own.Id, new SaveFilterRequest { Name = "Late", Query = own.Query, SharedWith = "refunds" }, own.Version);
        Assert.Equal(shared, Assert.Single(await desk.Rolf.SavedFilters.ListAsync()));
        Assert.Empty(await desk.Cora.SavedFilters.ListAsync());
        await RefusedAsync(HttpStatusCode.NotFound, "not-found", () => desk.Rolf.SavedFilters.DeleteAsync(own.Id));
        await RefusedAsync(
            HttpStatusCode.PreconditionFailed, "stale", () => desk.Rita.SavedFilters.ChangeAsync(own.Id, new SaveFilterRequest { Name = "L", Query = "" }, own.Version));
        await desk.Rita.SavedFilters.DeleteAsync(own.Id);
        Assert.Empty(await desk.Rita.SavedFilters.ListAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Timeline_TellsOfMovesTasksRemarksMailsAndPayments(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var task = await ReviewAsync(desk);
        await desk.Rita.Tasks.AddCommentAsync(task.Id, new AddTaskCommentRequest { Text = "looks right" });
        await desk.Rita.Tasks.CompleteAsync(task.Id, new CompleteTaskRequest { Outcome = "Approve" });
        await desk.SettleAsync();
        var entries = (await desk.Rita.Tasks.GetTimelineAsync(task.Id)).Entries;
        Assert.Equal(entries.OrderBy(e => e.At), entries);
        Assert.Contains(entries, e => e is { Subject: "refund", To: "underReview" });
        Assert.Contains(entries, e => e is { Subject: "task", Action: "comment", By: "rita", Detail: "looks right" });
        Assert.Contains(entries, e => e is { Subject: "task", Action: "complete", By: "rita", Detail: "Approve" });
        Assert.Contains(entries, e => e is { Subject: "payment", Action: "done" });
        Assert.Contains(entries, e => e is { Subject: "mail", Action: "requested" } && e.Detail!.Contains('@', StringComparison.Ordinal));
        Assert.Contains(entries, e => e is { Subject: "refund", To: "paid" });
        await RefusedAsync(HttpStatusCode.Forbidden, "not-in-group", () => desk.Cora.Tasks.GetTimelineAsync(task.Id));
    }

    private static async Task<TaskSummaryDto> ReviewAsync(Desk desk)
    {
        // Under review, because the five days of RF-7 are over.
        var certificate = await desk.BuyAsync();
        await desk.AdvanceAsync("P6D");
        var refund = await desk.RequestRefundAsync(certificate);
        return (await Desk.InboxAsync(desk.Rita)).Single(task => task.CaseId == refund.Id);
    }

    private static async Task RefusedAsync(HttpStatusCode status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<ApiException>(call);
        Assert.Equal((status, code), (refused.Status, refused.Problem.Code));
    }
}
