using CertWorkflows.Server.Routes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using RouteOptions = CertWorkflows.Server.Routes.RouteOptions;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>The settings of routes of workflows' own.</summary>
public sealed class RouteOptionsTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>A path that is new here must be added to what the setting may not take.</summary>
    [Fact]
    public void BasePath_OfAnyPathThatTheHostServesItself_IsRefused()
    {
        var served = host.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments is [{ Parts: [RoutePatternLiteralPart first] }, ..] ? first.Content : "")
            .Where(segment => segment.Length > 0 && segment != "workflows")
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        Assert.Contains("api", served);
        Assert.All(served, segment => Assert.True(new RouteOptionsValidator().Validate(null, new RouteOptions { BasePath = $"/{segment}" }).Failed, segment));
    }

    [Theory]
    [InlineData("/workflows")]
    [InlineData("/hooks/v1")]
    [InlineData("/API-of-workflows")]
    public void BasePath_OfItsOwn_IsTaken(string path) =>
        Assert.True(new RouteOptionsValidator().Validate(null, new RouteOptions { BasePath = path }).Succeeded);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("workflows")]
    [InlineData("/workflows/")]
    [InlineData("/a//b")]
    [InlineData("/{x}")]
    [InlineData("/../x")]
    [InlineData("/api")]
    [InlineData("/API/v1/workflows")]
    [InlineData("/elsa")]
    [InlineData("/designer")]
    [InlineData("/tasks")]
    public void BasePath_ThatIsNoneOrTheHostsOwn_StopsTheStart(string path)
    {
        var result = new RouteOptionsValidator().Validate(null, new RouteOptions { BasePath = path });
        Assert.Contains($"HttpEndpoints:BasePath is '{path}'", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_OutOfRange_AreAllListed()
    {
        var result = new RouteOptionsValidator().Validate(
            null, new RouteOptions { MaxRequestBytes = 1, MaxFormParts = 0, MaxRequestTime = TimeSpan.FromHours(1) });
        Assert.Equal(3, result.Failures!.Count());
    }
}
