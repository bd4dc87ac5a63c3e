using CertWorkflows.Infrastructure.Connectors.Ca.Acme;
using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>
/// Section <c>Connectors:Ca</c>; <c>/certificates</c> and <c>/revocations</c> are added to the gateway's address.
/// </summary>
internal sealed class CaOptions : SignedGatewayOptions
{
    public const string Section = "Connectors:Ca";
    public const string OfOurOwn = "sandbox";
    public const string Gateway = "http";
    public const string ByAcme = "acme";

    /// <summary>
    /// <c>sandbox</c> (default): a built-in CA that signs real X.509 certificates; <c>http</c>: a CA's gateway;
    /// <c>acme</c>: a CA that speaks RFC 8555.
    /// </summary>
    public string Mode { get; set; } = OfOurOwn;

    public SandboxCaOptions Sandbox { get; set; } = new();

    public AcmeOptions Acme { get; set; } = new();

    public IEnumerable<string> Problems()
    {
        if (Mode is not (OfOurOwn or Gateway or ByAcme))
        {
            yield return $"{Section}:Mode is '{Mode}'; available are sandbox, http and acme.";
        }

        var problems = GatewayProblems(Section, Mode == Gateway)
            .Concat(Sandbox.Problems($"{Section}:Sandbox"))
            .Concat(Mode == ByAcme ? Acme.Problems($"{Section}:Acme").Concat(Http.Problems(Section)) : []);
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }
}

internal sealed class CaOptionsValidator : IValidateOptions<CaOptions>
{
    public ValidateOptionsResult Validate(string? name, CaOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
