using System.Text.Json.Nodes;
using CertWorkflows.Engine.Execution;
using static CertWorkflows.Engine.Tests.Execution.Json;

namespace CertWorkflows.Engine.Tests.Execution;

public sealed class BookmarkTests
{
    [Fact]
    [Trait("Elsa", "B-1")]
    public void Hash_OfTheSpecificationsEvent_IsItsCheckValue()
        => Assert.Equal("822795165C7FAC52BCDD708077CA68DA8C5D7E217B085358B31AD8596A5A6A8C", BookmarkHash.OfEvent("e"));

    [Fact]
    [Trait("Elsa", "B-2")]
    public void Hash_WhenMembersAreNotHashedOrNull_LeavesThemOut()
    {
        var payload = new JsonObject { ["TaskId"] = "1", ["TaskName"] = "n", ["Other"] = null };
        Assert.Equal(
            BookmarkHash.Compute("Elsa.RunTask", new JsonObject { ["TaskId"] = "1" }),
            BookmarkHash.Compute("Elsa.RunTask", payload, ["TaskName"]));
    }

    [Fact]
    [Trait("Elsa", "B-1")]
    [Trait("Elsa", "X-16")]
    public void Hash_WhenCaseOrContextDiffers_Differs()
    {
        var payload = new JsonObject { ["A"] = "x" };
        Assert.NotEqual(BookmarkHash.OfEvent("Go"), BookmarkHash.OfEvent("go"));
        Assert.NotEqual(BookmarkHash.Compute("n", payload, null, "c1"), BookmarkHash.Compute("n", payload, null, "c2"));
    }

    [Fact]
    [Trait("Elsa", "X-17")]
    [Trait("Elsa", "R-2")]
    public async Task Resume_WhenBookmarkIsUsed_ConsumesNothingAndChangesNothing()
    {
        var runner = Runner.Of(Sequence("S", Event("E", "go"), Event("E2", "then")));
        await runner.StartAsync();
        var first = runner.Bookmarks[0];
        await runner.ResumeAsync(first);
        var before = runner.State!;
        var text = before.ToJson();

        var again = await runner.ResumeAsync(first);

        Assert.False(again.Consumed);
        Assert.Same(before, again.State);
        Assert.Equal(text, again.State.ToJson());
        Assert.Empty(again.Journal);
    }

    [Fact]
    [Trait("Elsa", "X-20")]
    public async Task Stimulus_WhenInstanceIsOver_ConsumesNothing()
    {
        var runner = Runner.Of(Print("a"));
        await runner.StartAsync();
        Assert.False((await runner.EventAsync("go")).Consumed);
        Assert.False((await runner.GiveAsync(new Stimulus.Cancel("late"))).Consumed);
        Assert.False((await runner.GiveAsync(new Stimulus.RetryFaulted(null))).Consumed);
        Assert.False((await runner.GiveAsync(new Stimulus.Continue())).Consumed);
    }

    [Fact]
    [Trait("Elsa", "B-8")]
    public async Task Event_WhenSeveralBookmarksWait_ResumesAllOfThem()
    {
        var runner = Runner.Of(Flowchart("F", "S>A S>B A>a B>b", Event("A", "go"), Event("B", "go")));
        await runner.StartAsync();
        var result = await runner.EventAsync("go");
        Assert.True(result.Consumed);
        Assert.Equal("S | a | b", runner.Printed);
        Assert.Equal(2, result.RemovedBookmarks.Count);
    }

    [Fact]
    public async Task Event_WhenNameDiffersInCase_MeetsNothing()
    {
        var runner = Runner.Of(Event("E", "Go"));
        await runner.StartAsync();
        Assert.False((await runner.EventAsync("go")).Consumed);
    }

    [Fact]
    [Trait("Elsa", "B-4")]
    public async Task Turn_WhenBookmarkIsCreatedAndDroppedInIt_NamesItAsRemovedOnly()
    {
        var runner = Runner.Of(Flowchart("F", "S>fast S>slow fast>J slow>J", Event("slow", "slow"), Join("J", "WaitAny")));
        var result = await runner.StartAsync();
        Assert.Empty(result.AddedBookmarks);
        Assert.Equal("slow", Assert.Single(result.RemovedBookmarks).ActivityId);
    }

    [Fact]
    public async Task Turn_WhenStateIsGiven_DoesNotChangeIt()
    {
        var runner = Runner.Of(
            Sequence("S", Event("E", "go"), SetVariable("V", "x", Text("new")), Event("E2", "go2")),
            ("variables", new JsonArray(Variable("x", "String", "old"))));
        await runner.StartAsync();
        var before = runner.State!;
        var text = before.ToJson();
        await runner.EventAsync("go");
        Assert.NotSame(before, runner.State);
        Assert.Equal(text, before.ToJson());
    }
}
