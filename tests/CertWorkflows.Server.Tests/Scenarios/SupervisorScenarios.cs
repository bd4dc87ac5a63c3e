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
