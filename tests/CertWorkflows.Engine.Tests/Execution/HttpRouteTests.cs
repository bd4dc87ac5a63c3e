using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Engine.Tests.Execution;

/// <summary>Paths of workflows' own, and how requests find them.</summary>
[Trait("Elsa", "A-27")]
public sealed class HttpRouteTests
{
    [Theory]
    [InlineData("orders", "/orders")]
    [InlineData("/Orders/", "/orders")]
    [InlineData(" /orders/{Id}/Lines/{line} ", "/orders/{Id}/lines/{line}")]
    [InlineData("/证书/{id}", "/证书/{id}")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Template_AsWritten_HasOneLeadingSlashNoTrailingOneAndLowerCase(string? path, string template)
    {
        Assert.True(HttpRoute.TryParse(path, out var route, out _));
        Assert.Equal(template, route.Template);
    }

    [Theory]
    [InlineData("/orders//lines", "two slashes")]
    [InlineData("//orders", "two slashes")]
    [InlineData("/orders/{id", "'{id'")]
    [InlineData("/orders/{id:int}", "'{id:int}'")]
    [InlineData("/orders/{}", "'{}'")]
    [InlineData("/orders/a-{id}", "'a-{id}'")]
    [InlineData("/../orders", "'..'")]
    [InlineData("/orders?x=1", "'orders?x=1'")]
    [InlineData("/a%2fb", "'a%2fb'")]
    [InlineData("/{id}/{ID}", "twice")]
    [InlineData("/{a}/{b}/{c}/{d}/{e}", "4 parameters")]
    [InlineData("/1/2/3/4/5/6/7/8/9", "8 are possible")]
    public void Template_ThatCannotBeServed_IsRefusedWithTheReason(string path, string reason)
    {
        Assert.False(HttpRoute.TryParse(path, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/orders/{id}", "/orders/A-7", true)]
    [InlineData("/orders/{id}", "/ORDERS/A-7/", true)]
    [InlineData("/orders/{id}", "/orders", false)]
    [InlineData("/orders/{id}", "/orders/a/b", false)]
    [InlineData("/orders/{id}", "/orders//a", false)]
    [InlineData("/{a}/{b}", "/orders/{id}", true)]
    [InlineData("/", "", true)]
    [InlineData("/", "/", true)]
    [InlineData("/1/2/3", "/1/2/3/4/5/6/7/8/9", false)]
    public void Path_WhenItMatchesTheTemplate_FindsItsHash(string template, string path, bool found)
    {
        var hash = Route(template).Hash("POST");
        Assert.Equal(found, HttpRoute.HashesFor(path, "post").Contains(hash));
        Assert.DoesNotContain(hash, HttpRoute.HashesFor(path, "GET"));
    }

    [Fact]
    public void Path_ThatSeveralTemplatesMatch_FindsTheMostSpecificFirst()
    {
        var hashes = HttpRoute.HashesFor("/orders/new/lines", "GET").ToList();
        string[] templates = ["/orders/new/lines", "/orders/new/{x}", "/orders/{x}/lines", "/orders/{x}/{y}", "/{x}/new/lines", "/{x}/{y}/{z}"];
        var places = templates.Select(template => hashes.IndexOf(Route(template).Hash("GET"))).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    [Trait("Elsa", "B-2")]
    public void Templates_ThatMatchTheSamePaths_AreOneRoute() =>
        Assert.Equal(Route("/orders/{id}").Hash("GET"), Route("Orders/{number}/").Hash("get"));

    [Fact]
    public void Values_OfAPath_AreAsTheyWereSent() =>
        Assert.Equal("ABC|Äpfel", string.Join('|', Route("/orders/{Id}/lines/{name}").Values("/Orders/ABC/lines/Äpfel").Values));

    private static HttpRoute Route(string template) => HttpRoute.TryParse(template, out var route, out var problem) ? route : throw new ArgumentException(problem, nameof(template));
}
