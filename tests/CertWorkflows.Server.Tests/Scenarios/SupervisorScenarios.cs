using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Client;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>What a supervisor sees of everybody's work, and does about it.</summary>
public sealed class SupervisorScenarios
{
    private const string Unknown = "01890000-0000-7000-8000-000000000000";

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tasks_AssignedInBulk_GoToTheColleagueAndARepetitionChangesNothing(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 2);
        string[] asked = [.. ids, Unknown, "nonsense"];

        for (var i = 0; i < 2; i++)
        {
            var results = (await desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = asked, To = "rolf" })).Results;
            Assert.Equal(asked, results.Select(result => result.Id));
            Assert.Equal([true, true, false, false], results.Select(result => result.Assigned));
            Assert.Equal([null, null, "not-found", "not-found"], results.Select(result => result.Problem?.Code));
        }

        foreach (var id in ids)
        {
            var task = await desk.Rolf.Tasks.GetAsync(id);
            Assert.Equal("rolf", task.Assignee!.Username);
            var handed = Assert.Single(task.History, entry => entry.Event == "delegated");
            Assert.Equal(("susan", "rolf"), (handed.By, handed.Detail));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tasks_AssignedToOneselfInBulk_AreClaimedAndThoseOfOthersStay(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 2);
        await desk.Rolf.Tasks.ClaimAsync(ids[0]);

        var results = (await desk.Rita.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = "rita" })).Results;

        Assert.Equal([false, true], results.Select(result => result.Assigned));
        Assert.Equal(("already-claimed", "rolf"), (results[0].Problem!.Code, results[0].Problem!.Holder!.Username));
        Assert.Contains((await desk.Rita.Tasks.GetAsync(ids[1])).History, entry => entry is { Event: "claimed", By: "rita" });

        var back = (await desk.Rita.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = null })).Results;
        Assert.Equal([false, true], back.Select(result => result.Assigned));
        Assert.Null((await desk.Rita.Tasks.GetAsync(ids[1])).Assignee);
        back = (await desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = null })).Results;
        Assert.Equal([true, true], back.Select(result => result.Assigned));
        Assert.Null((await desk.Rita.Tasks.GetAsync(ids[0])).Assignee);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tasks_AssignedToWhoMayNotDoThem_StayWhereTheyAre(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 1);

        var toCarl = Assert.Single((await desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = "carl" })).Results);
        Assert.Equal("not-in-group", toCarl.Problem!.Code);
        var byCarl = Assert.Single((await desk.Carl.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = "rita" })).Results);
        Assert.Equal("not-in-group", byCarl.Problem!.Code);
        var unknown = await Assert.ThrowsAsync<ApiException>(
            () => desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = "nobody-known" }));
        Assert.Equal((400, "to"), ((int)unknown.Status, Assert.Single(unknown.Problem.Errors!).Key));
        Assert.Null((await desk.Rita.Tasks.GetAsync(ids[0])).Assignee);

        await desk.Rita.Tasks.CompleteAsync(ids[0], new CompleteTaskRequest { Outcome = "Approve" });
        var late = Assert.Single((await desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = ids, To = "rolf" })).Results);
        Assert.Equal(("already-completed", "rita"), (late.Problem!.Code, late.Problem.Winner!.Username));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tasks_OfEveryone_AreListedForSupervisorsOnly(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 2);
        var everyones = new TaskListRequest { State = HumanTaskState.Open, Everyone = true };

        Assert.Equal(ids.Order(), (await desk.Susan.Tasks.ListAsync(everyones)).Items.Select(task => task.Id).Order());
        var refused = await Assert.ThrowsAsync<ApiException>(() => desk.Rita.Tasks.ListAsync(everyones));
        Assert.Equal((403, "not-a-supervisor"), ((int)refused.Status, refused.Code));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RF-22")]
    public async Task Refunds_DecidedInAPeriod_AreCountedByBusinessDaysReasonAndDay(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 3); // Sunday 2026-03-08
        await desk.AdvanceAsync("P1D");
        await desk.Rita.Tasks.CompleteAsync(ids[0], new CompleteTaskRequest { Outcome = "Approve" });
        await desk.AdvanceAsync("P11D"); // Friday 2026-03-20, the tenth business day
        await desk.Rita.Tasks.CompleteAsync(ids[1], new CompleteTaskRequest { Outcome = "Reject", Data = JsonSerializer.SerializeToElement(new { reason = "It was used." }) });
        await desk.RequestRefundAsync(await desk.BuyAsync());
        await desk.SettleAsync();

        var march = await desk.Susan.Statistics.GetRefundsAsync(Days("2026-03-01", "2026-03-31"));
        Assert.Equal((2, 1, 1, 1, 2), (
            march.Decisions.Total, march.Decisions.Approved, march.Decisions.Rejected, march.Decisions.WithinFiveDays, march.Decisions.WithinFifteenDays));
        Assert.Equal((5.5, 1, 1, 0), (march.Decisions.AverageBusinessDays, march.Automatic, march.UnderReview, march.Overdue));
        Assert.Equal((RefundReason.NotNeeded, 4), (Assert.Single(march.Reasons).Reason, march.Reasons[0].Count));
        Assert.Equal(["2026-03-09", "2026-03-20"], march.Days.Select(day => day.Date.ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal(["480.00", "480.00", "960.00"], march.Days.Select(day => day.Amount.Amount).Append(march.Refunded.Amount));

        var later = await desk.Susan.Statistics.GetRefundsAsync(Days("2026-03-10", "2026-03-20"));
        Assert.Equal((1, 0, 0, 1, 10.0), (
            later.Decisions.Total, later.Decisions.Approved, later.Decisions.WithinFiveDays, later.Decisions.WithinFifteenDays, later.Decisions.AverageBusinessDays));
        Assert.Equal((1, "480.00"), (Assert.Single(later.Reasons).Count, later.Refunded.Amount));

        await desk.AdvanceAsync("P10D");
        var usual = await desk.Susan.Statistics.GetRefundsAsync(new StatisticsRequest());
        Assert.Equal(("2026-03-01", "2026-03-30", 1), (
            usual.From.ToString("O", CultureInfo.InvariantCulture), usual.To.ToString("O", CultureInfo.InvariantCulture), usual.Overdue));
        var none = await desk.Susan.Statistics.GetRefundsAsync(Days("2025-01-01", "2025-01-31"));
        Assert.Equal((0, null, "0.00"), (none.Decisions.Total, none.Decisions.AverageBusinessDays, none.Refunded.Amount));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Tasks_OfAllGroups_AreCountedByAgeGroupAndPerson(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 3); // Sunday 2026-03-08
        await desk.Rita.Tasks.CompleteAsync(ids[0], new CompleteTaskRequest { Outcome = "Approve" });
        await desk.Susan.Tasks.AssignManyAsync(new AssignTasksRequest { Ids = [ids[1]], To = "rolf" });
        await desk.AdvanceAsync("P12D"); // the tenth business day
        await desk.RefundUnderReviewAsync(); // and six days more

        var counted = await desk.Susan.Statistics.GetTasksAsync(new StatisticsRequest());
        Assert.Equal((3, 2, 0, 2), (counted.Open.Total, counted.Open.Unassigned, counted.Open.Overdue, counted.Open.Escalated));
        Assert.Equal([1, 0, 0, 2, 0], counted.Ages.Select(age => age.Count));
        Assert.Equal((10, 15), (counted.Ages[3].FromBusinessDays, counted.Ages[3].ToBusinessDays));
        Assert.Equal([3, 0, 0, 0, 0], counted.Groups.Select(group => group.Open.Total));
        Assert.Equal(("rolf", 1, 0), (counted.People[0].Person.Username, counted.People[0].Open.Total, counted.People[0].Completed));
        Assert.Equal(1, counted.People.Single(person => person.Person.Username == "rita").Completed);
        Assert.DoesNotContain(counted.People, person => person.Person.Username is "caller" or "anna");
        Assert.Equal(0, (await desk.Susan.Statistics.GetTasksAsync(Days("2026-03-09", "2026-03-20"))).Completed);

        await desk.AdvanceToAsync(new DateTimeOffset(2026, 3, 27, 1, 0, 0, TimeSpan.Zero)); // 9:00 of the last day, due at 10:00
        counted = await desk.Susan.Statistics.GetTasksAsync(new StatisticsRequest());
        Assert.Equal((2, 0), (counted.Open.DueToday, counted.Open.Overdue));
        await desk.AdvanceAsync("PT2H");
        counted = await desk.Susan.Statistics.GetTasksAsync(new StatisticsRequest());
        Assert.Equal((2, 2), (counted.Open.DueToday, counted.Open.Overdue));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Counts_OfTheInbox_HoldOwnGroupsAndWhatIsEscalatedToThem_EachTaskOnce(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var ids = await OpenTasksAsync(desk, 2);
        Assert.Equal((2, 0, 2), await OfAsync(desk.Rita));
        await desk.Rita.Tasks.ClaimAsync(ids[0]);
        Assert.Equal((2, 1, 1), await OfAsync(desk.Rita));
        await desk.Rita.Tasks.ReleaseAsync(ids[0]);
        Assert.Equal((2, 0, 2), await OfAsync(desk.Rita));
        await desk.Rita.Tasks.ClaimAsync(ids[0]);
        Assert.Equal((2, 0, 1), await OfAsync(desk.Rolf));
        Assert.Equal((0, 0, 0), await OfAsync(desk.Susan));

        await desk.AdvanceAsync("P12D"); // both are escalated
        await desk.RefundUnderReviewAsync();
        Assert.Equal((3, 1, 2), await OfAsync(desk.Rita));
        Assert.Equal((3, 0, 2), await OfAsync(desk.Rolf));
        Assert.Equal((2, 0, 1), await OfAsync(desk.Susan));
        Assert.Equal((0, 0, 0), await OfAsync(desk.Carl));
        await desk.Admin.Administration.CreateUserAsync(new CreateUserRequest
        {
            Username = "both",
            DisplayName = "Both",
            Password = Desk.PasswordOf("both"),
            Roles = [UserRole.Reviewer],
            Groups = ["refunds", "supervisors"],
        });
        using var both = await desk.BrowserOfAsync("both");
        var seen = await both.GetFromJsonAsync<JsonObject>("api/v1/tasks/counts", TestContext.Current.CancellationToken);
        Assert.Equal((3, 0, 2), ((int)seen!["open"]!, (int)seen["mine"]!, (int)seen["unassigned"]!));

        var due = new DateTimeOffset(2026, 3, 27, 2, 0, 0, TimeSpan.Zero); // 10:00 of this day
        foreach (var (at, overdue, today) in ((DateTimeOffset, int, int)[])[(due.AddHours(-11), 0, 0), (due.AddSeconds(-1), 0, 2), (due.AddSeconds(1), 2, 2), (due.AddDays(1), 2, 0)])
        {
            await desk.AdvanceToAsync(at);
            var counts = await desk.Susan.Tasks.GetCountsAsync();
            Assert.Equal((at, 2, overdue, today), (at, counts.Open, counts.Overdue, counts.DueToday));
        }

        static async Task<(int Open, int Mine, int Unassigned)> OfAsync(CertWorkflowsClient person)
        {
            var counts = await person.Tasks.GetCountsAsync();
            return (counts.Open, counts.Mine, counts.Unassigned);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Titles_AreSearchedWithoutRegardToCase_ByLongAndByShortWords(DatabaseKind database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await OpenTasksAsync(desk, 1);
        (string, int)[] words =
        [
            ("GEOTRUST", 1), ("geotrust dv", 1), ("DV", 1), ("dv", 1), ("v", 1), (" d ", 1), ("digicert", 0), ("证书", 0), ("zq", 0), ("𠮷", 0), ("𠮷v", 0),
            ("100%", 0), ("_", 0), ("d_", 0), ("d%", 0), ("geo_rust", 0), ("geo%dv", 0), ("geo\\trust", 0), ("\\", 0), ("\\v", 0),
            ("'", 0), ("''", 0), ("' or 1=1 --", 0), ("{0}", 0), ("@p0", 0),
        ];
        foreach (var state in (HumanTaskState?[])[null, HumanTaskState.Open])
        {
            foreach (var (q, found) in words)
            {
                Assert.Equal((state, q, found), (state, q, (await desk.Rita.Tasks.ListAsync(new TaskListRequest { Q = q, State = state })).Items.Count));
            }
        }
    }

    [Fact]
    public async Task Period_ThatCannotBe_IsRefused_AndOnlySupervisorsAreAnswered()
    {
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite);
        var susan = await desk.BrowserOfAsync("susan");
        foreach (var query in (string[])["from=2026-03-02&to=2026-03-01", "from=2024-01-01&to=2025-01-01", "from=2026-3-1", "to=1889-01-01", "from=today"])
        {
            foreach (var path in (string[])["task-statistics", "refund-statistics"])
            {
                var answer = await susan.GetAsync(new Uri($"api/v1/{path}?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal((query, HttpStatusCode.BadRequest), (query, answer.StatusCode));
            }
        }

        var people = (await desk.Susan.Statistics.GetPeopleAsync(new PeopleRequest { Limit = 200 })).Items;
        Assert.Equal(["refunds"], people.Single(person => person.Username == "rita").Groups);
        foreach (var other in (CertWorkflowsClient[])[desk.Rita, desk.Olga, desk.Admin, desk.Caller])
        {
            foreach (var call in (Func<Task>[])[
                () => other.Statistics.GetTasksAsync(new StatisticsRequest()),
                () => other.Statistics.GetRefundsAsync(new StatisticsRequest()),
                () => other.Statistics.GetPeopleAsync(new PeopleRequest())])
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(call)).Status);
            }
        }
    }

    private static StatisticsRequest Days(string from, string to) => new()
    {
        From = DateOnly.Parse(from, CultureInfo.InvariantCulture),
        To = DateOnly.Parse(to, CultureInfo.InvariantCulture),
    };

    private static async Task<IReadOnlyList<string>> OpenTasksAsync(Desk desk, int count)
    {
        var certificates = new List<string>();
        for (var i = 0; i < count; i++)
        {
            certificates.Add(await desk.BuyAsync());
        }

        await desk.AdvanceAsync("P6D");
        foreach (var certificate in certificates)
        {
            await desk.RequestRefundAsync(certificate);
        }

        return [.. (await Desk.InboxAsync(desk.Rita)).Select(task => task.Id)];
    }
}
