using CertWorkflows.Infrastructure.Connectors.Gateways;
using CertWorkflows.Infrastructure.Connectors.Guards;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Sms;

/// <summary>Section <c>Connectors:Sms</c>.</summary>
internal sealed class SmsOptions
{
    public const string Section = "Connectors:Sms";
    public const string ToLog = "log";
    public const string Gateway = "http";

    /// <summary><c>log</c> (default): the text goes to the log; <c>http</c>: a gateway.</summary>
    public string Mode { get; set; } = ToLog;

    /// <summary>The address that messages are posted to. No default; needed by <c>http</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; default none.</summary>
    public string? ApiKey { get; set; }

    public HttpLimits Http { get; set; } = new();

    public RateOptions Rate { get; set; } = new();

    public CircuitOptions Circuit { get; set; } = new();
}

internal sealed class SmsOptionsValidator : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        var problems = new List<string>();
        if (options.Mode is not (SmsOptions.ToLog or SmsOptions.Gateway))
        {
            problems.Add($"{SmsOptions.Section}:Mode is '{options.Mode}'; available are log and http.");
        }

        if (options.Mode == SmsOptions.Gateway)
        {
            problems.AddRange(options.Http.Problems(SmsOptions.Section, options.Endpoint));
        }

        if (options.ApiKey?.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)) == true)
        {
            problems.Add($"{SmsOptions.Section}:ApiKey contains blanks or control characters; no header carries them.");
        }

        problems.AddRange(options.Rate.Problems(SmsOptions.Section).Concat(options.Circuit.Problems(SmsOptions.Section)));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
