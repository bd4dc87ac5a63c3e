using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

public sealed class ConnectorRegistrationTests
{
    [Fact]
    public async Task Start_WhenNothingIsConfigured_HasAHandlerOfEachKind()
    {
        await using var host = new ConnectorHost();

        host.ValidateStart();

        Assert.All(["payment", "mail", "sms", "http", "ca-issue", "ca-revoke", "tls-probe"], kind => Assert.Equal(kind, host.Handler(kind).Kind));
    }

    [Theory]
    [InlineData("Ca:Mode", "own", "sandbox, http and acme")]
    [InlineData("Ca:Sandbox:RevocationDelay", "31.00:00:00", "0 to 30 days")]
    [InlineData("Ca:Sandbox:ReviewBusinessDays:Ev", "31", "30")]
    [InlineData("Ca:Sandbox:BonusDays", "32", "0 to 31")]
    [InlineData("Ca:Sandbox:CrlLifetime", "00:00:01", "1 minute")]
    [InlineData("Ca:Sandbox:PublicAddress", "ftp://example.com", "http or https")]
    [InlineData("Ca:CallbackSecrets:0", "secret", "whsec_")]
    [InlineData("Payments:Rate:Calls", "-1", "0 (no limit)")]
    [InlineData("Mail:Rate:Per", "00:00:00", "1 second")]
    [InlineData("Sms:Circuit:FailureRatio", "0", "0.01 to 1")]
    [InlineData("Ca:Circuit:MinimumCalls", "1", "2 to 1000")]
    [InlineData("Ca:Circuit:Break", "2.00:00:00", "1 day")]
    [InlineData("TlsProbe:AllowedHosts", "a b", "*.example.com", ":0")]
    [InlineData("TlsProbe:AllowedPorts", "70000", "65535", ":0")]
    [InlineData("TlsProbe:AllowPrivateAddresses", "true", "AllowedHosts")]
    [InlineData("TlsProbe:Timeout", "00:02:00", "1 minute")]
    [InlineData("Payments:Mode", "paypal", "sandbox and http")]
    [InlineData("Mail:Mode", "pigeon", "folder and smtp")]
    [InlineData("Sms:Mode", "fax", "log and http")]
    [InlineData("Ca:Sandbox:ReviewDelay:Dv", "-00:00:01", "0 to 30 days")]
    [InlineData("Payments:CallbackSecrets:0", "secret", "whsec_")]
    [InlineData("Payments:CallbackTolerance", "02:00:00", "1 hour")]
    [InlineData("Mail:From", "nobody", "mail address")]
    [InlineData("Sms:ApiKey", "two words", "header")]
    public async Task Start_WhenASettingIsWrong_IsRefusedSayingWhatIsAllowed(string key, string value, string allowed, string index = "")
    {
        await using var host = new ConnectorHost(($"{key}{index}", value));

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

    [Fact]
    public async Task Start_WhenAcmeIsIncomplete_ListsWhatIsMissing()
    {
        await using var host = new ConnectorHost(
            ("Ca:Mode", "acme"),
            ("Ca:Acme:Directory", "http://acme.example/dir"),
            ("Ca:Acme:Challenge", "dns-01"),
            ("Ca:Acme:Contacts:0", "me"),
            ("Ca:Acme:ExternalAccount:KeyId", "kid"),
            ("Ca:Acme:Validations:0", "XV"),
            ("Ca:Acme:TrustedRootsFile", "/nowhere.pem"),
            ("Ca:Acme:LookAgainAfter", "00:00:00"));

        var refusal = Assert.Throws<OptionsValidationException>(host.ValidateStart);

        string[] keys = ["Directory", "TermsOfServiceAgreed", "Contacts", "ExternalAccount", "Hook", "Validations", "TrustedRootsFile", "LookAgainAfter"];
        Assert.Equal(keys.Length, refusal.Failures.Count());
        Assert.All(keys, key => Assert.Contains(refusal.Failures, failure => failure.StartsWith($"Connectors:Ca:Acme:{key}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WhenTheAcmeHookIsWrong_ListsWhatIsAllowed()
    {
        await using var host = new ConnectorHost(
            ("Ca:Mode", "acme"),
            ("Ca:Acme:Directory", "https://acme.example/dir"),
            ("Ca:Acme:TermsOfServiceAgreed", "true"),
            ("Ca:Acme:ExternalAccount:KeyId", "kid"),
            ("Ca:Acme:ExternalAccount:HmacKey", "not/base64url"),
            ("Ca:Acme:Hook:Endpoint", "http://hook.example/"),
            ("Ca:Acme:Hook:Command", "hook.sh"),
            ("Ca:Acme:Hook:CommandTimeout", "01:00:00"));

        var refusal = Assert.Throws<OptionsValidationException>(host.ValidateStart);

        Assert.Equal(5, refusal.Failures.Count());
    }
}
