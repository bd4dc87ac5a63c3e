using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Connectors.Http;

/// <summary>Section <c>Connectors:Http</c>: bounds of the HTTP calls that workflows make.</summary>
internal sealed class HttpCallOptions
{
    public const string Section = "Connectors:Http";

    /// <summary>Allows calls to this machine and to private and link-local networks; default false.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>For the whole answer; default 30 seconds, 100 ms to 2 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest body that is sent; default 1 MiB, 1 KiB to 10 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>The largest answer that is read; default 1 MiB, 1 KiB to 10 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;
}

internal sealed class HttpCallOptionsValidator : IValidateOptions<HttpCallOptions>
{
    private const int Smallest = 1024;
    private const int Largest = 10 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, HttpCallOptions options)
    {
        var problems = new List<string>();
        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(2))
        {
            problems.Add($"{HttpCallOptions.Section}:Timeout is {options.Timeout}; allowed is 100 ms to 2 minutes.");
        }

        if (options.MaxRequestBytes is < Smallest or > Largest)
        {
            problems.Add($"{HttpCallOptions.Section}:MaxRequestBytes is {options.MaxRequestBytes}; allowed is {Smallest} to {Largest}.");
        }

        if (options.MaxResponseBytes is < Smallest or > Largest)
        {
            problems.Add($"{HttpCallOptions.Section}:MaxResponseBytes is {options.MaxResponseBytes}; allowed is {Smallest} to {Largest}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
