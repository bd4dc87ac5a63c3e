using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>Section <c>Connectors:Payments</c>.</summary>
internal sealed class PaymentOptions
{
    public const string Section = "Connectors:Payments";
    public const string Sandbox = "sandbox";
    public const string Gateway = "http";

    /// <summary><c>sandbox</c> (default): a ledger in the database; <c>http</c>: a gateway.</summary>
    public string Mode { get; set; } = Sandbox;

    /// <summary>The gateway's base address; <c>/payouts</c> is added. No default; needed by <c>http</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Signs what is sent; no default; needed by <c>http</c>. See <see cref="SigningSecret.Form"/>.</summary>
    public string? Secret { get; set; }

    public HttpLimits Http { get; set; } = new();

    /// <summary>
    /// How long to wait for a callback to an accepted payout before looking it up, unless the gateway says;
    /// default 1 minute, 1 second to 1 day.
    /// </summary>
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Secrets that callbacks may be signed with: the new and the old one while they are exchanged, at most 5.
    /// Default none: every callback is refused.
    /// </summary>
    public List<string> CallbackSecrets { get; set; } = [];

    /// <summary>How far a callback's time stamp may be from ours; default 5 minutes, 1 second to 1 hour.</summary>
    public TimeSpan CallbackTolerance { get; set; } = TimeSpan.FromMinutes(5);
}

internal sealed class PaymentOptionsValidator : IValidateOptions<PaymentOptions>
{
    public ValidateOptionsResult Validate(string? name, PaymentOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(PaymentOptions options)
    {
        const string section = PaymentOptions.Section;
        if (options.Mode is not (PaymentOptions.Sandbox or PaymentOptions.Gateway))
        {
            yield return $"{section}:Mode is '{options.Mode}'; available are sandbox and http.";
        }

        if (options.Mode == PaymentOptions.Gateway)
        {
            foreach (var problem in options.Http.Problems(section, options.Endpoint))
            {
                yield return problem;
            }

            if (!SigningSecret.TryParse(options.Secret, out _))
            {
                yield return $"{section}:Secret is missing or malformed; mode http needs {SigningSecret.Form}.";
            }
        }

        if (options.LookAgainAfter < TimeSpan.FromSeconds(1) || options.LookAgainAfter > TimeSpan.FromDays(1))
        {
            yield return $"{section}:LookAgainAfter is {options.LookAgainAfter}; allowed is 1 second to 1 day.";
        }

        if (options.CallbackSecrets.Count > 5)
        {
            yield return $"{section}:CallbackSecrets has {options.CallbackSecrets.Count} entries; allowed are 0 to 5.";
        }

        for (var index = 0; index < options.CallbackSecrets.Count; index++)
        {
            if (!SigningSecret.TryParse(options.CallbackSecrets[index], out _))
            {
                yield return $"{section}:CallbackSecrets:{index} is malformed; it must be {SigningSecret.Form}.";
            }
        }

        if (options.CallbackTolerance < TimeSpan.FromSeconds(1) || options.CallbackTolerance > TimeSpan.FromHours(1))
        {
            yield return $"{section}:CallbackTolerance is {options.CallbackTolerance}; allowed is 1 second to 1 hour.";
        }
    }
}
