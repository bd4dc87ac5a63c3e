using Microsoft.Extensions.Options;

namespace CertWorkflows.Infrastructure.Scheduling;

/// <summary>Keeps the sweep between busy looping and uselessness.</summary>
internal sealed class AlarmOptionsValidator : IValidateOptions<AlarmOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, AlarmOptions options) =>
        options.SweepInterval >= Shortest && options.SweepInterval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Deadlines__SweepInterval is {options.SweepInterval}; it may be {Shortest} to {Longest}.");
}
