using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Clock;

namespace CertWorkflows.Server.Demo;

/// <summary>
/// Gives a newcomer something to see: people with known passwords and cases to work on. Never where other machines can reach
/// this host, because everybody knows those passwords. Keys: <c>Demo__Seed</c>, <c>Demo__Data</c>.
/// </summary>
internal sealed partial class DemoStart(
    FirstUsers users,
    DemoData data,
    IConfiguration configuration,
    IHostEnvironment environment,
    IServiceProvider services,
    ILogger<DemoStart> logger)
{
    /// <returns>What is there now, to print.</returns>
    /// <exception cref="InvalidOperationException">Other machines could log in with a known password.</exception>
    public async Task<(bool Users, bool Data)> RunAsync(CancellationToken cancellationToken)
    {
        var wanted = configuration.GetValue("Demo:Seed", environment.IsDevelopment());
        if (!ListenerAddresses.AreLoopback(services))
        {
            await RefuseAsync(wanted, cancellationToken);
            return (false, false);
        }

        if (!wanted)
        {
            return (false, false);
        }

        await users.SeedDemoAsync(cancellationToken);
        return (true, await SeedDataAsync(cancellationToken));
    }

    private async Task RefuseAsync(bool wanted, CancellationToken cancellationToken)
    {
        if (wanted && environment.IsProduction())
        {
            throw new InvalidOperationException(
                "Demo__Seed=true is refused in Production on an address that other machines reach: the demo users' passwords are known to everybody.");
        }

        var known = await users.WithDemoPasswordAsync(cancellationToken);
        if (known.Count > 0)
        {
            throw new InvalidOperationException(
                $"This host can be reached from other machines, and the demo users {string.Join(", ", known)} still have the passwords that "
                + "everybody knows: disable them or change their passwords, or listen on localhost only.");
        }

        if (wanted)
        {
            LogNoDemo();
        }
    }

    private async Task<bool> SeedDataAsync(CancellationToken cancellationToken)
    {
        // A virtual clock is somebody's experiment: cases in it that nobody asked for would disturb it.
        var clock = services.GetService<ClockAdvance>();
        if (!configuration.GetValue("Demo:Data", true) || (clock is not null && configuration["Demo:Seed"] is null))
        {
            return false;
        }

        var present = await data.SeedAsync(cancellationToken);
        if (present && clock is not null)
        {
            await clock.ToAsync(now => now, cancellationToken);
        }

        return present;
    }

    [LoggerMessage(5101, LogLevel.Warning, "Demo users are not created: this host can be reached from other machines.")]
    private partial void LogNoDemo();
}
