using CertWorkflows.Server.Routes;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>The settings of routes of workflows' own.</summary>
public sealed class RouteOptionsTests
{
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
