using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Ca;

/// <summary>Section <c>Connectors:Ca</c>.</summary>
internal sealed class CaOptions
{
    public const string Section = "Connectors:Ca";

    /// <summary><c>sandbox</c> (default): a built-in CA that signs real X.509 certificates.</summary>
    public string Mode { get; set; } = "sandbox";

    public SandboxCaOptions Sandbox { get; set; } = new();
}

/// <summary>Section <c>Connectors:Ca:Sandbox</c>.</summary>
internal sealed class SandboxCaOptions
{
    public ReviewDelays ReviewDelay { get; set; } = new();
}

/// <summary>How long the sandbox reviews an application; each 0 to 30 days.</summary>
internal sealed class ReviewDelays
{
    /// <summary>Default 10 seconds.</summary>
    public TimeSpan Dv { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Default 1 minute.</summary>
    public TimeSpan Ov { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Default 1 minute.</summary>
    public TimeSpan Ev { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class CaOptionsValidator : IValidateOptions<CaOptions>
{
    public ValidateOptionsResult Validate(string? name, CaOptions options)
    {
        var problems = new List<string>();
        if (options.Mode != "sandbox")
        {
            problems.Add(
                $"{CaOptions.Section}:Mode is '{options.Mode}'; this version has only sandbox "
                + "(http and acme are planned). Certificates would otherwise never be issued.");
        }

        var delays = options.Sandbox.ReviewDelay;
        foreach (var (level, delay) in new[] { ("Dv", delays.Dv), ("Ov", delays.Ov), ("Ev", delays.Ev) })
        {
            if (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(30))
            {
                problems.Add($"{CaOptions.Section}:Sandbox:ReviewDelay:{level} is {delay}; allowed is 0 to 30 days.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
