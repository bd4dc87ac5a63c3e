using System.Net;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Designer;

/// <summary>The designer's page and Elsa Studio's files, as a browser asks for them.</summary>
public sealed class DesignerFileTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/designer")]
    [InlineData("/designer/")]
    [InlineData("/designer/workflows/definitions")]
    [InlineData("/designer/workflows/definitions/refund-review/edit")]
    [InlineData("/designer/workflows/instances/an-id/view")]
    public async Task Page_AtEveryAddressOfTheDesigner_IsTheShellAndAskedForAgain(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("""<base href="/designer/">""", await TextAsync(answer), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoCache);
    }

    [Fact]
    public async Task Page_NamesNothingOutsideThisHost()
    {
        using var answer = await GetAsync("/designer/");

        Assert.DoesNotContain("//", (await TextAsync(answer)).Replace("<!DOCTYPE", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task StudioFile_InTheEncodingThatTheBrowserTakes_IsTheSameContent(string accepted, string? encoding)
    {
        using var plain = await GetAsync("/designer/_framework/blazor.webassembly.js");
        using var answer = await GetAsync("/designer/_framework/blazor.webassembly.js", ("Accept-Encoding", accepted));

        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        if (encoding is null)
        {
            Assert.Equal(await TextAsync(plain), await TextAsync(answer));
        }
        else
        {
            Assert.NotEqual(plain.Headers.ETag, answer.Headers.ETag);
            Assert.True(answer.Content.Headers.ContentLength < plain.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task StudioFile_WithAHashInItsName_IsKeptForAYear()
    {
        var name = Directory.EnumerateFiles(StudioFolder("_framework"), "BlazorMonaco.*.wasm").Select(Path.GetFileName).Single();
        using var answer = await GetAsync($"/designer/_framework/{name}");

        Assert.Equal("application/wasm", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl?.MaxAge);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StudioFile_WhenTheBrowserHasItAlready_IsNotSentAgain()
    {
        using var first = await GetAsync("/designer/_content/Elsa.Studio.Workflows.Designer/designer.entry.js");
        using var second = await GetAsync(
            "/designer/_content/Elsa.Studio.Workflows.Designer/designer.entry.js", ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/designer/nothing.js")]
    [InlineData("/designer/package.json/../../package-lock.json")]
    [InlineData("/designer/..%2f..%2fpackage.json")]
    [InlineData("/designer/workflows/definitions/a/b/c")]
    public async Task Address_WithoutPageOrFile_IsNotFound(string path)
    {
        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static string StudioFolder(string name)
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(place.FullName, "designer", "shell")))
        {
            place = place.Parent ?? throw new DirectoryNotFoundException("No checkout around the tests.");
        }

        return Path.Combine(place.FullName, "designer", "node_modules", "@elsa-workflows", "elsa-studio-wasm", name);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Anonymous().BaseAddress!, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
