using System.Globalization;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>
/// Three years of business from purchase to deletion on the virtual clock; everybody looks in every few days. In a run of all tests there are a few dozen
/// customers; <c>CUSTOMERS=1000</c> and <c>SEED=…</c> make it a thousand.
/// </summary>
public sealed class ThreeYearScenario
{
    private const int DaysBetweenVisits = 4;
    private const int EnoughForEveryState = 250;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "BL-5")]
    [Trait("Rule", "PK-8")]
    public async Task Market_AfterThreeYears_HasNothingStuckAndEveryFenAccountedFor(DatabaseKind database)
    {
        var (customers, seed) = (Setting("CUSTOMERS", 30), Setting("SEED", 1));
        var world = new World();
        await using var desk = await Desk.OpenAsync(
            database, configure: world.Configure, settings: [("RateLimit:ConfirmationsPerMinute", "1000000"), ("RateLimit:PerSecond", "1000000"), ("RateLimit:Burst", "1000000"), ("Auth:AccessTokenLifetime", "1.00:00:00")]); // the run may take longer than a token usually lives
        var people = Enumerable.Range(1, customers)
            .Select(number => number % OddCustomer.OneOf == 0 ? new OddCustomer(number, seed, desk, world) : new Customer(number, seed, desk, world)).ToList();
        var staff = new Staff(seed, desk, world);
        var calls = new PriorityQueue<Customer, (DateTimeOffset, string)>(people.Select(p => (p, (Desk.Start.AddDays(p.NextWakeAfter()), p.Id))));

        var today = Desk.Start;
        for (; today < Desk.Start.AddYears(3); today = today.AddDays(DaysBetweenVisits))
        {
            await desk.AdvanceToAsync(today);
            while (calls.TryPeek(out var customer, out var when) && when.Item1 <= today)
            {
                calls.Dequeue();
                await customer.ActAsync();
                calls.Enqueue(customer, (today.AddDays(customer.NextWakeAfter()), customer.Id));
            }

            await staff.WorkAsync(percent: 35, closing: false);
            await staff.InstallAsync();
        }

        // Nobody buys any more; what is under way comes to its end.
        for (var visit = 0; visit < 25; visit++, today = today.AddDays(DaysBetweenVisits))
        {
            await desk.AdvanceToAsync(today);
            await staff.WorkAsync(percent: 100, closing: true);
            await staff.InstallAsync();
            foreach (var customer in people)
            {
                await customer.SettleAsync();
            }
        }

        await desk.AdvanceToAsync(today);
        await using var db = desk.OpenDatabase();
        await Books.NothingIsStuckAsync(db, today);
        await Books.EverythingRestsAsync(db, today);
        await Books.TheMoneyAddsUpAsync(db, world);
        await Books.CreditsAddUpAsync(db);
        if (customers >= EnoughForEveryState)
        {
            await Books.EveryStateWasSeenAsync(db);
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : usual;
}
