using CertWorkflows.Infrastructure.Connectors.Gateways;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>Section <c>Connectors:Payments</c>; <c>/payouts</c> is added to the gateway's address.</summary>
internal sealed class PaymentOptions : SignedGatewayOptions
{
    public const string Section = "Connectors:Payments";
    public const string Sandbox = "sandbox";
    public const string Gateway = "http";

    /// <summary><c>sandbox</c> (default): a ledger in the database; <c>http</c>: a gateway.</summary>
    public string Mode { get; set; } = Sandbox;

    public IEnumerable<string> Problems()
    {
        if (Mode is not (Sandbox or Gateway))
        {
            yield return $"{Section}:Mode is '{Mode}'; available are sandbox and http.";
        }

        foreach (var problem in GatewayProblems(Section, Mode == Gateway))
        {
            yield return problem;
        }
    }
}

internal sealed class PaymentOptionsValidator : IValidateOptions<PaymentOptions>
{
    public ValidateOptionsResult Validate(string? name, PaymentOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
