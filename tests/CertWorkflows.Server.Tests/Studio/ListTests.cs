using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CertWorkflows.Server.Tests.Api;
using CertWorkflows.TestKit;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>What the definition list asks and does, on both databases.</summary>
public sealed class ListTests
{
    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task List_ByEveryQueryOfStudio_AnswersWhatItCountsOn(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var one = await analyst.CreateAsync("Zebra one", Flow(Line("1")), publish: true);
        var draft = (await analyst.SaveAsync(one)).Body!["workflowDefinition"]!;
        var two = await analyst.CreateAsync("Another", Flow(Line("2")), more: "{\"isSystem\":true}");

        var latest = await analyst.StudioAsync("workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending");
        var page = Recording.Of("40").Fits(latest);
        Assert.Contains("bulk-publish", page.Rels());
        Assert.Contains(draft.VersionId(), Ids(page));
        Assert.DoesNotContain(one.VersionId(), Ids(page));
        Assert.DoesNotContain(two.VersionId(), Ids(page));
        Assert.Equal([.. Names(page).Order(StringComparer.Ordinal)], Names(page));

        Recording.Of("41").Fits(await analyst.StudioAsync($"workflow-definitions?versionOptions=Published&DefinitionIds={one.Id()}&DefinitionIds={two.Id()}"));
        Assert.Equal([one.VersionId()], Ids((await analyst.StudioAsync($"workflow-definitions?versionOptions=Published&DefinitionIds={one.Id()}&DefinitionIds={two.Id()}")).Body!));
        Assert.Equal([draft.VersionId()], Ids(Recording.Of("42").Fits(
            await analyst.StudioAsync("workflow-definitions?versionOptions=Latest&Page=0&PageSize=10&SearchTerm=zebRA&IsSystem=False&OrderBy=Name&OrderDirection=Descending"))));
        var byIds = Recording.Of("53").Fits(await analyst.StudioAsync($"workflow-definitions?versionOptions=&Ids={one.VersionId()}&Ids={draft.VersionId()}"));
        Assert.Equal([one.VersionId(), draft.VersionId()], Ids(byIds).Order(StringComparer.Ordinal));
        var all = Recording.Of("54").Fits(await analyst.StudioAsync("workflow-definitions?versionOptions=LatestOrPublished"));
        Assert.Equal((int)all["totalCount"]!, all["items"]!.AsArray().Count);
        Assert.Empty(new[] { one.VersionId(), draft.VersionId(), two.VersionId() }.Except(Ids(all)));
        Assert.Single((await analyst.StudioAsync($"workflow-definitions?versionOptions=1&DefinitionIds={one.Id()}")).Body!["items"]!.AsArray());
        Assert.Equal([two.VersionId()], Ids((await analyst.StudioAsync("workflow-definitions?IsSystem=True&OrderBy=Created")).Body!));
        Assert.Empty(Ids((await analyst.StudioAsync("workflow-definitions?Labels=x")).Body!));
        var second = (await analyst.StudioAsync("workflow-definitions?versionOptions=Latest&Page=1&PageSize=1")).Body!;
        Assert.Equal((1, (int)(await analyst.StudioAsync("workflow-definitions?versionOptions=Latest")).Body!["totalCount"]!), (second["items"]!.AsArray().Count, (int)second["totalCount"]!));
        foreach (var bad in new[] { "versionOptions=Newest", "Page=-1", "PageSize=x", "OrderBy=Age", "OrderDirection=Up", "IsSystem=perhaps" })
        {
            Assert.NotEmpty((await analyst.StudioAsync($"workflow-definitions?{bad}")).Messages());
        }
    }

    [Fact]
    public async Task Name_OfAnother_IsNotUnique()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var taken = await analyst.CreateAsync("Taken", Flow(Line("1")));
        Assert.True((bool)Recording.Of("27").Fits(await analyst.StudioAsync("workflow-definitions/validation/is-name-unique?name=Free"))["isUnique"]!);
        Assert.False((bool)(await analyst.StudioAsync("workflow-definitions/validation/is-name-unique?name=Taken")).Body!["isUnique"]!);
        Assert.True((bool)(await analyst.StudioAsync($"workflow-definitions/validation/is-name-unique?name=Taken&definitionId={taken.Id()}")).Body!["isUnique"]!);
    }

    [Fact]
    public async Task BulkActions_OnSeveral_DoWhatCanBeDoneAndTellTheRest()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var (good, bad) = (await analyst.CreateAsync("Good", Flow(Line("1"))), await analyst.CreateAsync("Bad", Flow("\"type\":\"Acme.Gone\"")));
        JsonObject Of(params string[] ids) => new() { ["definitionIds"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
        var body = Of(good.Id(), bad.Id(), "nothing");
        var published = Recording.Of("43").Fits(await analyst.StudioAsync("bulk-actions/publish/workflow-definitions/by-definition-ids", body));
        Assert.Equal(good.Id(), (string?)Assert.Single(published["published"]!.AsArray()));
        Assert.Equal("nothing", (string?)Assert.Single(published["notFound"]!.AsArray()));
        Assert.Contains("Acme.Gone", published["refused"]![bad.Id()]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(good.Id(), (string?)(await analyst.StudioAsync("bulk-actions/publish/workflow-definitions/by-definition-ids", Of(good.Id()))).Body!["alreadyPublished"]![0]);

        var retracted = Recording.Of("44").Fits(await analyst.StudioAsync("bulk-actions/retract/workflow-definitions/by-definition-ids", body));
        Assert.Equal((good.Id(), bad.Id()), ((string?)retracted["retracted"]![0], (string?)retracted["alreadyRetracted"]![0]));

        var version = bad.VersionId();
        Assert.Equal(1, (int)(await analyst.StudioAsync("bulk-actions/delete/workflow-definitions/by-id", new JsonObject { ["ids"] = new JsonArray(version, "x:9") })).Body!["deleted"]!);
        Assert.Equal(1, (int)Recording.Of("45").Fits(await analyst.StudioAsync("bulk-actions/delete/workflow-definitions/by-definition-id", body))["deleted"]!);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_OfWhatIsNeeded_IsRefused(DatabaseKind database)
    {
        await using var host = await ApiHost.StartAsync(database);
        var analyst = await host.AsAsync("analyst");
        var used = await analyst.CreateAsync("Used", Flow(Line("1")), publish: true);
        Assert.Equal(200, (await analyst.StudioAsync($"workflow-definitions/{used.Id()}/execute", new JsonObject())).Status);
        var draft = (await analyst.SaveAsync(used)).Body!["workflowDefinition"]!;
        Assert.Contains("Instances ran", (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definitions/{used.Id()}", null)).Messages(), StringComparison.Ordinal);
        Assert.Contains("Instances ran", (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definition-versions/{used.VersionId()}", null)).Messages(), StringComparison.Ordinal);
        Assert.Contains("refund-review.json", (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definitions/refund-review", null)).Messages(), StringComparison.Ordinal);

        Assert.Equal(204, (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definition-versions/{draft.VersionId()}", null)).Status);
        Assert.True((bool)(await analyst.StudioAsync($"workflow-definitions/by-id/{used.VersionId()}")).Body!["isLatest"]!);
        Assert.Equal(404, (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definition-versions/{draft.VersionId()}", null)).Status);
        Assert.Equal(3, (int)(await analyst.SaveAsync((await analyst.StudioAsync($"workflow-definitions/by-id/{used.VersionId()}")).Body!)).Body!["workflowDefinition"]!["version"]!);
    }

    [Fact]
    public async Task Export_AndImport_BringTheSameBack()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var definition = await analyst.CreateAsync("Round trip", Flow(Line("1"), "\"type\":\"Acme.Gone\",\"name\":\"Gone\",\"extra\":{\"kept\":[1,2]}"));
        var file = await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/export?versionOptions=Latest&includeConsumingWorkflows=False");
        Assert.StartsWith("workflow-definition-round-trip-", file.Response.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Equal("$schema", file.Body!.AsObject().First().Key);
        Assert.Equal("Acme.Gone", (string?)file.Body["root"]!["activities"]![1]!["type"]);
        Assert.Equal(200, (await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/export?versionOptions=1")).Status);
        Assert.Equal(404, (await analyst.StudioAsync($"workflow-definitions/{definition.Id()}/export?versionOptions=9")).Status);

        // as Studio sends it: without the schema, to another definition
        var model = file.Body.DeepClone().AsObject();
        model.Remove("$schema");
        model["definitionId"] = "imported-copy";
        var imported = Recording.Of("34").Fits(await analyst.StudioAsync("workflow-definitions/import", model));
        Assert.Equal(("imported-copy", "imported-copy:1", false), (imported.Id(), imported.VersionId(), (bool)imported["isPublished"]!));
        var back = (await analyst.StudioAsync("workflow-definitions/imported-copy/export")).Body!;
        Assert.True(JsonNode.DeepEquals(file.Body["root"], back["root"]), back["root"]!.ToJsonString());

        // again: the next save of the editor that brought it in is not stale, and a draft is not a second version
        imported["description"] = "edited";
        Assert.Equal(200, (await analyst.SaveAsync(imported)).Status);
        var fromStudio = Recording.Of("34").Body;
        Assert.Equal(200, (await analyst.StudioAsync("workflow-definitions/import", fromStudio)).Status);
    }

    [Fact]
    public async Task Zip_OfSeveral_ComesInAsTheyWent()
    {
        await using var host = await ApiHost.StartAsync();
        var analyst = await host.AsAsync("analyst");
        var (one, two) = (await analyst.CreateAsync("First of zip", Flow(Line("1"))), await analyst.CreateAsync("Second of zip", Flow(Line("2"))));
        var zip = await ZipAsync(analyst, one.VersionId(), two.VersionId());
        using (var archive = new ZipArchive(new MemoryStream(zip)))
        {
            Assert.Equal(2, archive.Entries.Count);
        }

        Assert.Equal(204, (await analyst.SendAsync(HttpMethod.Delete, $"{Base}/workflow-definitions/{one.Id()}", null)).Status);
        Assert.Equal(2, (int)(await UploadAsync(analyst, ("all.zip", zip))).Body!["count"]!);
        var again = (await analyst.StudioAsync($"workflow-definitions/by-definition-id/{one.Id()}?versionOptions=Latest")).Body!;
        Assert.Equal(("First of zip", 2), ((string?)again["name"], (int)again["version"]!));

        Assert.NotEmpty((await UploadAsync(analyst, ("broken.zip", [1, 2, 3]))).Messages());
        Assert.Contains("bad.json", (await UploadAsync(analyst, ("good.json", """{"definitionId":"never","root":{"id":"w","type":"Elsa.WriteLine"}}"""u8.ToArray()), ("bad.json", "{"u8.ToArray()))).Messages(), StringComparison.Ordinal);
        Assert.Equal(404, (await analyst.StudioAsync("workflow-definitions/by-definition-id/never?versionOptions=Latest")).Status);
        Assert.NotEmpty((await analyst.StudioAsync("bulk-actions/export/workflow-definitions", JsonNode.Parse("""{"ids":["nothing"]}"""))).Messages());
    }

    private static async Task<byte[]> ZipAsync(HttpClient client, params string[] ids)
    {
        using var content = new StringContent(new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]), ["includeConsumingWorkflows"] = false }.ToJsonString());
        var answer = await client.PostAsync(new Uri($"{Base}/bulk-actions/export/workflow-definitions", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal("workflow-definitions.zip", answer.Content.Headers.ContentDisposition!.FileName);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Answer> UploadAsync(HttpClient client, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent("----MyGreatBoundary");
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        var answer = await client.PostAsync(new Uri($"{Base}/workflow-definitions/import-files", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return new Answer((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), answer);
    }

    private static IEnumerable<string> Ids(JsonNode page) => page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());

    private static IEnumerable<string> Names(JsonNode page) => page["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>());
}
