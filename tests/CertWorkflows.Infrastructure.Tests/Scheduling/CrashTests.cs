using CertWorkflows.Application.Effects;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using static CertWorkflows.Infrastructure.Tests.Scheduling.HostNode;

namespace CertWorkflows.Infrastructure.Tests.Scheduling;

/// <summary>A node dies at each commit in turn, before it and after it: between starting an instance and settling what started it
/// too. Another node goes on, and everything has happened once.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan UntilClaimsRunOut = new EffectOptions().Claim + TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-6")]
    [Trait("Elsa", "R-1")]
    public async Task TimerTrigger_WhoseNodeDiesAtAnyCommit_StartsOneInstanceAnInstant(DatabaseKind kind)
    {
        var deaths = await DieEverywhereAsync(
            kind,
            node => node.PublishAsync("tick", Trigger("Elsa.Timer", ("interval", Literal("TimeSpan", "01:00:00")))),
            async node =>
            {
                Assert.Equal("Finished", Assert.Single(await node.InstancesAsync("tick")).SubStatus);
                await node.AdvanceAsync(Hour);
                Assert.Equal(2, (await node.InstancesAsync("tick")).Count);
            });
        Assert.InRange(deaths, 2, 20);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "B-6")]
    [Trait("Elsa", "R-1")]
    public async Task StartAtTrigger_WhoseNodeDiesAtAnyCommit_StartsOneInstanceAtAll(DatabaseKind kind)
    {
        var deaths = await DieEverywhereAsync(
            kind,
            node => node.PublishAsync("once", Trigger("Elsa.StartAt", ("dateTime", Literal("DateTimeOffset", "2026-03-02T09:00:00Z")))),
            async node =>
            {
                await node.AdvanceAsync(24 * Hour);
                Assert.Single(await node.InstancesAsync("once"));
            });
        Assert.InRange(deaths, 2, 20);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-36")]
    [Trait("Elsa", "R-3")]
    public async Task Child_WhoseNodeDiesAtAnyCommit_RunsOnceAndItsParentGoesOn(DatabaseKind kind)
    {
        var deaths = await DieEverywhereAsync(
            kind,
            async node =>
            {
                await node.PublishAsync("child", Activity("Elsa.WriteLine", "W"));
                await node.PublishAsync("parent", Activity(
                    "Elsa.DispatchWorkflow", "D", ("workflowDefinitionId", Literal("String", "child")), ("waitForCompletion", Literal("Boolean", true))));
                await node.StartAsync("parent");
            },
            async node =>
            {
                Assert.Equal("Finished", Assert.Single(await node.InstancesAsync("child")).SubStatus);
                Assert.Equal("Finished", Assert.Single(await node.InstancesAsync("parent")).SubStatus);
            });
        Assert.InRange(deaths, 3, 20);
    }

    /// <summary>Answers at how many commits the node died.</summary>
    /// <param name="begin">What there is before the hour in which the node dies.</param>
    /// <param name="check">What must hold once another node has gone on.</param>
    private static async Task<int> DieEverywhereAsync(DatabaseKind kind, Func<HostNode, Task> begin, Func<HostNode, Task> check)
    {
        var deaths = 0;
        for (var commit = 1; ; commit++)
        {
            foreach (var isWritten in new[] { false, true })
            {
                await using var database = await TestDatabase.CreateAsync(kind, Token);
                var clock = new FakeTimeProvider(Start);
                var heir = new HostNode(database, clock);
                await begin(heir);
                clock.Advance(Hour);
                if (!await DiesAsync(database, clock, commit, isWritten))
                {
                    return deaths;
                }

                deaths++;
                for (var round = 0; round < 3; round++)
                {
                    await heir.AdvanceAsync(UntilClaimsRunOut);
                }

                await check(heir);
                await using var db = database.Store.Open();
                Assert.Equal(0, await db.Effects.CountAsync(e => e.State == EffectState.Pending, Token));
            }
        }
    }

    private static async Task<bool> DiesAsync(TestDatabase database, FakeTimeProvider clock, int commit, bool isWritten)
    {
        MortalStore? store = null;
        var node = new HostNode(database, clock, MortalStore.Decorate(commit, isWritten, made => store = made));
        try
        {
            await node.Due.RunAsync(Token);
        }
        catch (MortalStore.DeadException)
        {
            // the process is gone
        }

        return store!.IsDead;
    }
}
