using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

public sealed class ConnectorRegistrationTests
{
    [Fact]
    public async Task Start_WhenNothingIsConfigured_HasAHandlerOfEachKind()
    {
        await using var host = new ConnectorHost();

        host.ValidateStart();

        Assert.All(["payment", "mail", "sms", "ca-issue"], kind => Assert.Equal(kind, host.Handler(kind).Kind));
    }

    [Theory]
    [InlineData("Ca:Mode", "acme", "sandbox")]
    [InlineData("Ca:Mode", "http", "sandbox")]
    [InlineData("Payments:Mode", "paypal", "sandbox and http")]
    [InlineData("Mail:Mode", "pigeon", "folder and smtp")]
    [InlineData("Sms:Mode", "fax", "log and http")]
    [InlineData("Ca:Sandbox:ReviewDelay:Dv", "-00:00:01", "0 to 30 days")]
    [InlineData("Payments:CallbackSecrets:0", "secret", "whsec_")]
    [InlineData("Payments:CallbackTolerance", "02:00:00", "1 hour")]
    [InlineData("Mail:From", "nobody", "mail address")]
    [InlineData("Sms:ApiKey", "two words", "header")]
    public async Task Start_WhenASettingIsWrong_IsRefusedSayingWhatIsAllowed(string key, string value, string allowed)
    {
        await using var host = new ConnectorHost((key, value));

        var refusal = Assert.Throws<OptionsValidationException>(host.ValidateStart);

        var failure = Assert.Single(refusal.Failures);
        Assert.Contains($"Connectors:{key}", failure, StringComparison.Ordinal);
        Assert.Contains(allowed, failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenSeveralSettingsAreWrong_ListsThemAll()
    {
        await using var host = new ConnectorHost(
            ("Payments:Mode", "http"),
            ("Payments:Endpoint", "http://gateway.example/pay"),
            ("Payments:Http:MaxRetries", "9"),
            ("Payments:Http:Timeout", "00:10:00"));

        var refusal = Assert.Throws<OptionsValidationException>(host.ValidateStart);

        Assert.Equal(4, refusal.Failures.Count());
        Assert.Contains(refusal.Failures, failure => failure.Contains("AllowPlainText", StringComparison.Ordinal));
        Assert.Contains(refusal.Failures, failure => failure.Contains("Payments:Secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WhenSmtpIsIncomplete_ListsWhatIsMissing()
    {
        await using var host = new ConnectorHost(
            ("Mail:Mode", "smtp"), ("Mail:Smtp:User", "me"), ("Mail:Smtp:Security", "maybe"), ("Mail:Smtp:Port", "0"));

        var refusal = Assert.Throws<OptionsValidationException>(host.ValidateStart);

        Assert.Equal(4, refusal.Failures.Count());
    }
}
