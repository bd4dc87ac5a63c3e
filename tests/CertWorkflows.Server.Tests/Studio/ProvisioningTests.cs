using CertWorkflows.Server.Tests.Api;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Files of <c>workflows/</c> and people who change the same workflows: what a person did is replaced by a person only.</summary>
public sealed class ProvisioningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workflows-");

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task File_ThatChanged_IsPublishedWhereNobodyChangedTheWorkflow(DatabaseKind database)
    {
        await using var host = await StartAsync(database, "one");
        Write("two");
        await using var next = await host.AnotherAsync();
        var analyst = await next.AsAsync("analyst");
        Assert.Equal((2, 2, "two"), await StateAsync(analyst));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task File_ThatChanged_IsPutAsideWhereAPersonPublishedTheirOwn(DatabaseKind database)
    {
        await using var host = await StartAsync(database, "one");
        var analyst = await host.AsAsync("analyst");
        var mine = Definition("mine");
        Assert.Equal(200, (await analyst.SendAsync(HttpMethod.Put, "workflows/filed/draft", mine)).Status);
        Assert.Equal(200, (await analyst.SubmitAsync("workflows/filed/publish", null)).Status);

        Write("two");
        await using (var next = await host.AnotherAsync())
        {
            var other = await next.AsAsync("analyst");
            Assert.Equal((2, 2, "mine"), await StateAsync(other));
            Assert.Contains("\"two\"", (await other.ReadAsync("workflows/filed/versions/3")).Body!.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(4, (await other.SendAsync(HttpMethod.Put, "workflows/filed/draft", mine)).Body!["latestVersion"]!.GetValue<int>());
        }

        // and the same file is not taken again
        await using var third = await host.AnotherAsync();
        Assert.Equal((4, 2, "mine"), await StateAsync(await third.AsAsync("analyst")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_ThatChanged_NeitherReplacesADraftNorPublishesAgain(bool draft)
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite, "one");
        var analyst = await host.AsAsync("analyst");
        Assert.Equal(200, draft
            ? (await analyst.SendAsync(HttpMethod.Put, "workflows/filed/draft", Definition("draft"))).Status
            : (await analyst.SubmitAsync("workflows/filed/retract", null)).Status);
        Write("two");
        await using var next = await host.AnotherAsync();
        var (latest, published, _) = await StateAsync(await next.AsAsync("analyst"));
        Assert.Equal(draft ? (2, 1) : (1, null), (latest, published));
    }

    private Task<ApiHost> StartAsync(DatabaseKind database, string text)
    {
        Write(text);
        return ApiHost.StartAsync(database, ("Workflows:Folder", _folder.FullName));
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.FullName, "filed.json"), Definition(text));

    private static string Definition(string text) =>
        """{"name":"Filed","root":{"id":"w","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"TEXT"}}}}"""
            .Replace("TEXT", text, StringComparison.Ordinal);

    private static async Task<(int Latest, int? Published, string? Text)> StateAsync(HttpClient client)
    {
        var workflow = (await client.ReadAsync("workflows/filed")).Body!;
        var exported = (await client.ReadAsync("workflows/filed/export")).Body!;
        return ((int)workflow["latestVersion"]!, (int?)workflow["publishedVersion"], (string?)exported["root"]!["text"]!["expression"]!["value"]);
    }
}
