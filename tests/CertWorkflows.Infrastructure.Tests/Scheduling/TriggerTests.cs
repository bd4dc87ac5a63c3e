using CertWorkflows.Engine.Definitions;
using CertWorkflows.TestKit;
using Microsoft.Extensions.Time.Testing;
using static CertWorkflows.Infrastructure.Tests.Scheduling.HostNode;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>Time and events start workflows, each instant once.</summary>
public sealed class TriggerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-5")]
    [Trait("Elsa", "B-6")]
    [Trait("Elsa", "A-26")]
    public async Task Timer_StartsAnInstanceEachInterval_AndOnceForThoseThatWereMissed(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("tick", Trigger("Elsa.Timer", ("interval", Literal("TimeSpan", "01:00:00"))));
        Assert.Equal(Start + Hour, (await database.Store.NextDueAsync(Token)).Effect);

        await node.AdvanceAsync(Hour - TimeSpan.FromTicks(10));
        Assert.Empty(await node.InstancesAsync("tick"));
        await node.AdvanceAsync(TimeSpan.FromTicks(10));
        Assert.Single(await node.InstancesAsync("tick"));
        await node.AdvanceAsync(5.5 * Hour);
        Assert.Equal(2, (await node.InstancesAsync("tick")).Count);
        Assert.Equal(Start + (7 * Hour), (await database.Store.NextDueAsync(Token)).Effect);
        await node.AdvanceAsync(Hour / 2);
        Assert.Equal(3, (await node.InstancesAsync("tick")).Count);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-18")]
    public async Task StartAt_ManyYearsAway_FiresOnceAfterRestart_WhateverTheClockDoes(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var clock = new FakeTimeProvider(Start);
        await new HostNode(database, clock).PublishAsync(
            "once", Trigger("Elsa.StartAt", ("dateTime", Literal("DateTimeOffset", "2046-03-02T08:00:00Z"))));
        await new HostNode(database, clock).AdvanceAsync(TimeSpan.FromDays(365));

        var after = new FakeTimeProvider(new DateTimeOffset(2046, 3, 2, 8, 0, 0, TimeSpan.Zero));
        await new HostNode(database, after).Due.RunAsync(Token);
        var setBack = new HostNode(database, new FakeTimeProvider(after.GetUtcNow() - Hour));
        await setBack.AdvanceAsync(Hour);
        await setBack.AdvanceAsync(Hour);
        Assert.Single(await setBack.InstancesAsync("once"));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-25")]
    public async Task Cron_OnTwoNodes_StartsOneInstanceAnOccurrence(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var clock = new FakeTimeProvider(Start);
        var (one, two) = (new HostNode(database, clock), new HostNode(database, clock));
        await one.PublishAsync("noon", Trigger("Elsa.Cron", ("cronExpression", Literal("String", "0 0 12 * * *"))));
        for (var day = 0; day < 5; day++)
        {
            clock.Advance(24 * Hour);
            await Task.WhenAll(one.Due.RunAsync(Token), two.Due.RunAsync(Token));
        }

        Assert.Equal(5, (await one.InstancesAsync("noon")).Count);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-5")]
    public async Task Publish_OfAVersionWithoutTheTrigger_StopsIt(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("tick", Trigger("Elsa.Timer"));
        await node.PublishAsync("tick", Activity("Elsa.WriteLine", "W"), version: 2);
        await node.AdvanceAsync(Hour);
        Assert.Empty(await node.InstancesAsync("tick"));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-9")]
    [Trait("Elsa", "W-14")]
    public async Task Event_WhichStartsAnInstanceThatWaitsForItAgain_ResumesThatToo(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        var name = Literal("String", "ping");
        await node.PublishAsync("twice", Sequence(
            Trigger("Elsa.Event", ("eventName", name)), Activity("Elsa.Event", "U", ("eventName", name.DeepClone()))));
        var reached = await node.EventAsync("ping");
        var instance = Assert.Single(await node.InstancesAsync("twice"));
        Assert.Equal([instance.Id], reached);
        Assert.Equal("Finished", instance.SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-10")]
    [Trait("Elsa", "B-11")]
    [Trait("Elsa", "B-12")]
    public async Task Event_ForWhichNobodyWaits_IsKeptTenMinutes(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("waits", Activity("Elsa.Event", "E", ("eventName", Literal("String", "early"))));
        await node.EventAsync("early");
        await node.Due.RunAsync(Token);
        await node.StartAsync("waits");
        await node.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("Finished", Assert.Single(await node.InstancesAsync("waits")).SubStatus);

        await node.EventAsync("early");
        await node.Due.RunAsync(Token);
        await node.AdvanceAsync(TimeSpan.FromMinutes(10));
        await node.StartAsync("waits");
        await node.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("Suspended", (await node.InstancesAsync("waits"))[1].SubStatus);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-5")]
    public async Task Trigger_WhoseInputIsAnExpression_IsEvaluatedWhenItIsPublished(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        await node.PublishAsync("scripted", Trigger("Elsa.Event", ("eventName", Written("JavaScript", "'a' + 'b-' + getWorkflowDefinitionVersion()"))));
        await node.PublishAsync("templated", Trigger("Elsa.Event", ("eventName", Written("Liquid", "{{ 'AB-1' | downcase }}"))));
        await node.PublishAsync("soon", Trigger("Elsa.StartAt", ("dateTime", Written("JavaScript", "new Date(Date.now() + 60000)"))));
        Assert.Equal(2, (await node.EventAsync("ab-1")).Count);
        Assert.Empty(await node.InstancesAsync("soon"));
        await node.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Single(await node.InstancesAsync("soon"));
    }

    [Theory]
    [InlineData("JavaScript", "variables.Name", "no instance yet that could have a variable 'Name'")]
    [InlineData("JavaScript", "getInput('Name')", "no instance yet that could have an input 'Name'")]
    [InlineData("JavaScript", "getWorkflowInstanceId()", "asks for 'getWorkflowInstanceId'")]
    [InlineData("JavaScript", "newGuidString()", "another one every time")]
    [InlineData("JavaScript", "null", "gives nothing without an instance")]
    [InlineData("JavaScript", "nothing()", "evaluated when the workflow is published")]
    [InlineData("Liquid", "{{ Variables.Name }}", "no instance yet that could have a variable 'Name'")]
    [InlineData("Liquid", "x-{{ CorrelationId }}", "asks for 'CorrelationId'")]
    [Trait("Elsa", "B-5")]
    public async Task Publish_WhenATriggersInputNeedsAnInstance_IsRefusedByName(string language, string text, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, Token);
        var node = new HostNode(database, new FakeTimeProvider(Start));
        var refused = await Assert.ThrowsAsync<DefinitionException>(
            () => node.PublishAsync("scripted", Trigger("Elsa.Event", ("eventName", Written(language, text)))));
        var problem = Assert.Single(refused.Problems);
        Assert.Contains("'T'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private static System.Text.Json.Nodes.JsonObject Written(string language, string text)
    {
        var input = Literal("String", text);
        input["expression"]!["type"] = language;
        return input;
    }
}
