using CertWorkflows.Server.Http;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Clock;

/// <summary>The business clock. Section <c>Clock</c>.</summary>
internal sealed class ClockOptions
{
    public const string Section = "Clock";

    /// <summary><c>System</c> (default) or <c>Virtual</c>, which stands still until it is moved; refused in Production.</summary>
    public ClockMode Mode { get; set; } = ClockMode.System;

    /// <summary>Where a virtual clock begins, an RFC 3339 instant; default the machine's time.</summary>
    public string? Start { get; set; }

    /// <summary>The business time zone (T-1), an IANA name; default <c>Asia/Shanghai</c>.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>A calendar file that replaces the shipped one (T-2); default none.</summary>
    public string? HolidaysFile { get; set; }
}

internal enum ClockMode
{
    System,
    Virtual,
}

internal sealed class ClockOptionsValidator(IHostEnvironment environment) : IValidateOptions<ClockOptions>
{
    public ValidateOptionsResult Validate(string? name, ClockOptions options)
    {
        var failures = new List<string>();
        if (options.Mode == ClockMode.Virtual && environment.IsProduction())
        {
            failures.Add("Clock__Mode=Virtual is refused in Production: time would stand still for everybody's deadlines.");
        }

        if (options.Start is not null && !Instants.TryParse(options.Start, out _))
        {
            failures.Add($"Clock__Start: {Instants.Wanted}");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            failures.Add($"Clock__TimeZone: '{options.TimeZone}' is not a known time zone.");
        }

        if (options.HolidaysFile is not null && !File.Exists(options.HolidaysFile))
        {
            failures.Add($"Clock__HolidaysFile: there is no file '{options.HolidaysFile}'.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
