using System.Text.RegularExpressions;
using CertWorkflows.Infrastructure.Connectors.Guards;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Tls;

/// <summary>Section <c>Connectors:TlsProbe</c>: which hosts may be looked at.</summary>
internal sealed partial class TlsProbeOptions
{
    public const string Section = "Connectors:TlsProbe";

    /// <summary>Hosts: a name or address, or <c>*.example.com</c> for all below it. Default (empty): every public one.</summary>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>Default (empty): 443 alone.</summary>
    public List<int> AllowedPorts { get; set; } = [];

    /// <summary>Also looks at this machine and private networks; default false; needs <see cref="AllowedHosts"/>.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>For the whole look; default 10 seconds, 100 ms to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public RateOptions Rate { get; set; } = new();

    public bool Allows(string host, int port) =>
        (AllowedPorts.Count == 0 ? port == 443 : AllowedPorts.Contains(port))
        && (AllowedHosts.Count == 0 || AllowedHosts.Exists(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase)));

    public IEnumerable<string> Problems()
    {
        foreach (var host in AllowedHosts.Where(host => !HostForm().IsMatch(host)))
        {
            yield return $"{Section}:AllowedHosts has '{host}'; it must be a name, an address or *.example.com.";
        }

        foreach (var port in AllowedPorts.Where(port => port is < 1 or > 65535))
        {
            yield return $"{Section}:AllowedPorts has {port}; allowed is 1 to 65535.";
        }

        if (AllowPrivateAddresses && AllowedHosts.Count == 0)
        {
            yield return $"{Section}:AllowPrivateAddresses needs AllowedHosts; else workflows could look around inside the network.";
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return $"{Section}:Timeout is {Timeout}; allowed is 100 ms to 1 minute.";
        }

        foreach (var problem in Rate.Problems(Section))
        {
            yield return problem;
        }
    }

    [GeneratedRegex(@"^(\*\.)?[A-Za-z0-9_.:-]{1,253}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostForm();
}

internal sealed class TlsProbeOptionsValidator : IValidateOptions<TlsProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, TlsProbeOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
