namespace CertWorkflows.Server.Tests.Api;

public sealed class ClockTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Advance_ByAndTo_MovesAndNeverGoesBack()
    {
        var clock = await host.AsAsync("operator");
        var before = Now(await clock.ReadAsync("clock"));
        var moved = await clock.SubmitAsync("clock/advance", """{"by":"P1DT1H"}""");
        Assert.Equal(before.AddHours(25), Now(moved));
        (await clock.SubmitAsync("clock/advance", $$"""{"to":"{{before:yyyy-MM-ddTHH:mm:ssZ}}"}""")).IsProblem(400, "invalid-request");
        Assert.Equal(before.AddHours(25), Now(await clock.ReadAsync("clock")));
        Assert.Equal(before.AddHours(48), Now(await clock.SubmitAsync("clock/advance", $$"""{"to":"{{before.AddHours(48):yyyy-MM-ddTHH:mm:ssZ}}"}""")));
    }

    [Theory]
    [InlineData("""{"by":"P1M"}""")]
    [InlineData("""{"by":"-P1D"}""")]
    [InlineData("""{"by":"P"}""")]
    [InlineData("""{"by":"PT"}""")]
    [InlineData("""{"by":"3 days"}""")]
    [InlineData("""{"by":"P999999D"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"by":"P1D","to":"2030-01-01T00:00:00Z"}""")]
    public async Task Advance_WithoutOneUsableTarget_IsRefused(string body) =>
        (await (await host.AsAsync("operator")).SubmitAsync("clock/advance", body)).IsProblem(400, "invalid-request");

    [Fact]
    public async Task Clock_OfTheMachine_CannotBeSeenOrMoved()
    {
        await using var real = await ApiHost.StartAsync(("Clock:Mode", "System"));
        var client = await real.AsAsync("operator");
        (await client.ReadAsync("clock")).IsProblem(404, "not-found");
        (await client.SubmitAsync("clock/advance", """{"by":"P1D"}""")).IsProblem(404, "not-found");
    }

    private static DateTimeOffset Now(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        return DateTimeOffset.Parse(answer.Body!["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
