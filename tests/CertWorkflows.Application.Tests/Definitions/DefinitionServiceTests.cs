using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CertWorkflows.Application.Tests.Definitions;

public sealed class DefinitionServiceTests
{
    private static readonly Caller Anna = new("anna", new HashSet<string>(), new HashSet<string>());
    private static readonly ActivityRegistry Activities = new(BuiltInActivities.All);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "D-31")]
    [Trait("Elsa", "D-32")]
    [Trait("Elsa", "D-34")]
    public async Task Version_OncePublished_IsNeverWrittenAgain(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var catalog = new DefinitionCatalog(Activities);
        var sut = CreateSut(database, catalog);
        await sut.SaveAsync(new SaveDraft("d", Definition("one")), Anna, Token);
        await sut.SaveAsync(new SaveDraft("d", Definition("two")), Anna, Token);
        Assert.Equal(1, (await sut.PublishAsync("d", null, Anna, Token)).Published);
        await sut.RetractAsync("d", null, Anna, Token);
        var saved = await sut.SaveAsync(new SaveDraft("d", Definition("three"), Publish: true), Anna, Token);
        Assert.Equal((2, 2), (saved.Latest.Version, saved.Published));

        await using var db = database.Store.Open();
        Assert.Equal("two", (await catalog.VersionAsync(db, "d:1", Token)).All[1].FindInput("Text")!.Constant);
        Assert.Equal("three", (await catalog.PublishedAsync(db, "d", Token)).All[1].FindInput("Text")!.Constant);
        var rows = await db.Definitions.OrderBy(d => d.Version).ToListAsync(Token);
        Assert.Equal([(1, false, false), (2, true, true)], rows.Select(row => (row.Version, row.IsLatest, row.IsPublished)));
        Assert.Equal(["save", "save", "publish", "retract", "publish", "save"], (await db.Audit.OrderBy(a => a.Id).ToListAsync(Token)).Select(a => a.Action));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "D-31")]
    public async Task Savers_WithTheSameRevision_HaveOneWinner(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var sut = CreateSut(database, new DefinitionCatalog(Activities));
        var revision = (await sut.SaveAsync(new SaveDraft("d", Definition("begin"), Publish: true), Anna, Token)).Latest.Revision;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await sut.SaveAsync(new SaveDraft("d", Definition($"{number}"), revision), Anna, Token);
                return true;
            }
            catch (StaleException)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, won => won);
        await using var db = database.Store.Open();
        Assert.Equal(2, await db.Definitions.CountAsync(Token));
        Assert.Equal(1, await db.Definitions.CountAsync(d => d.IsLatest, Token));
        Assert.Equal(1, await db.Definitions.CountAsync(d => d.IsPublished, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Publish_WithErrors_StoresNothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var sut = CreateSut(database, new DefinitionCatalog(Activities));
        var refused = await Assert.ThrowsAsync<DefinitionException>(() => sut.SaveAsync(
            new SaveDraft("d", """{"root":{"id":"x","type":"Acme.Gone"}}""", Publish: true), Anna, Token));
        Assert.Equal("unknown-activity-type", Assert.Single(refused.Problems).Code);
        await using var db = database.Store.Open();
        Assert.Equal(0, await db.Definitions.CountAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "D-3")]
    public async Task Definition_WhenReadOnly_RefusesEdits(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var sut = CreateSut(database, new DefinitionCatalog(Activities));
        await sut.SaveAsync(new SaveDraft("d", """{"isReadonly":true}""", Publish: true), Anna, Token);
        await RefusesAsync(() => sut.SaveAsync(new SaveDraft("d", Definition("x")), Anna, Token));
        await RefusesAsync(() => sut.PublishAsync("d", null, Anna, Token));
        await RefusesAsync(() => sut.RetractAsync("d", null, Anna, Token));
        await using var db = database.Store.Open();
        Assert.True((await db.Definitions.SingleAsync(Token)).IsPublished);

        static async Task RefusesAsync(Func<Task> edit) => Assert.Equal("read-only", (await Assert.ThrowsAsync<ConflictException>(edit)).Code);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "D-10")]
    [Trait("Elsa", "D-32")]
    public async Task UsedVersion_PublishedOnAnotherNode_IsSeenHere(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var (here, there) = (new DefinitionCatalog(Activities), new DefinitionCatalog(Activities));
        var other = CreateSut(database, there);
        await other.SaveAsync(new SaveDraft("inner", Usable("one"), Publish: true), Anna, Token);
        await CreateSut(database, here).SaveAsync(new SaveDraft("outer", """{"name":"Outer","root":{"id":"K","type":"Inner"}}""", Publish: true), Anna, Token);
        await other.SaveAsync(new SaveDraft("inner", Usable("two"), Publish: true), Anna, Token);

        await using var db = database.Store.Open();
        Assert.Equal("one", Printed(await here.VersionAsync(db, "outer:1", Token)));
        Assert.Equal("two", Printed(await here.VersionAsync(db, "outer:2", Token)));
        Assert.Equal("one", Printed(await there.VersionAsync(db, "outer:1", Token)));
        Assert.Equal(["inner:1", "inner:2"], await db.DefinitionUses.OrderBy(use => use.VersionId).Select(use => use.UsedVersionId).ToListAsync(Token));
        Assert.Equal(["Inner 1", "Inner 2"], (await here.UsableAsync(db, Token)).Select(type => $"{type.Descriptor.TypeName} {type.Descriptor.Version}"));

        static object? Printed(CompiledWorkflow workflow) => workflow.All.Single(node => node.Id == "w").FindInput("Text")!.Constant;
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    [Trait("Elsa", "A-40")]
    public async Task Publish_UnderTheNameOfABuiltInType_IsRefused(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var registry = new ActivityRegistry([.. BuiltInActivities.All, new WorkflowAsActivity(DefinitionReader.Read(Usable("built in")))]);
        var catalog = new DefinitionCatalog(registry);
        var checks = new DefinitionChecks(database.Store, catalog, registry, new ExpressionEvaluator(new ExpressionLimits()), TimeProvider.System);
        Assert.Equal("activity-type-taken", Assert.Single(await checks.FindAsync(DefinitionReader.Read(Usable("mine")), Token)).Code);
    }

    private static string Usable(string text) =>
        Definition(text).Replace("{\"name\":\"D\",", """{"name":"Inner","options":{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true},""", StringComparison.Ordinal);

    private static DefinitionService CreateSut(TestDatabase database, DefinitionCatalog catalog)
    {
        var (evaluator, clock) = (new ExpressionEvaluator(new ExpressionLimits()), new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero)));
        var checks = new DefinitionChecks(database.Store, catalog, Activities, evaluator, clock);
        var publication = new Publication(catalog, evaluator);
        return new DefinitionService(
            database.Store,
            catalog,
            checks,
            publication,
            new ConsumerUpdates(catalog, checks, publication),
            clock);
    }

    private static string Definition(string text) => $$$$$"""
        {"name":"D","root":{"id":"w","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"{{{{{text}}}}}"}}}}
        """;
}
