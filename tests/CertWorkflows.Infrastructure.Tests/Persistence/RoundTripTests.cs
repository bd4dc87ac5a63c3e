using System.Runtime.CompilerServices;
using System.Text.Json;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CertWorkflows.Infrastructure.Tests.Persistence;

/// <summary>The store contract: what is read is what was written.</summary>
public sealed class RoundTripTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task EveryRow_WhenEveryPropertyIsFilled_ComesBackTheSame(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var write = database.Store.Open();
        var types = write.Model.GetEntityTypes().Where(type => type.ClrType.Namespace!.StartsWith("CertWorkflows.Application", StringComparison.Ordinal)).ToList();
        var written = types.Select(Filled).ToList();
        write.AddRange(written);
        await database.Store.CommitAsync(write, Token);

        await using var read = database.Store.Open();
        foreach (var (type, row) in types.Zip(written))
        {
            var key = type.FindPrimaryKey()!.Properties.Select(property => property.PropertyInfo!.GetValue(row)).ToArray();
            Assert.Equal(Print(row), Print((await read.FindAsync(type.ClrType, key, Token))!));
        }
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task EveryRow_WhenOptionalPropertiesAreNull_ComesBackTheSame(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await using var write = database.Store.Open();
        var task = Rows.Task(1);
        write.Add(task);
        await database.Store.CommitAsync(write, Token);

        await using var read = database.Store.Open();
        Assert.Equal(Print(task), Print(await read.Tasks.SingleAsync(Token)));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Certificate_WhenIssuedAndRevoked_ComesBackTheSame(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var certificate = Rows.Certificate(1);
        certificate.Submit(new CertificateApplication(["*.example.com", "示例.中国"], "上海示例有限公司", "csr"), "caller", Rows.Now);
        certificate.PassReview("ca", Rows.Now);
        certificate.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
        certificate.StartRevocation("caller", Rows.Now, "not needed");
        certificate.Revoke("caller", Rows.Now.AddDays(1), "confirmed");
        await AddAsync(database, certificate);

        await using var read = database.Store.Open();
        var stored = await read.Certificates.SingleAsync(row => row.Id == certificate.Id, Token);

        Assert.Equal(Print(certificate), Print(stored));
        Assert.Equal("958.10", stored.Cash.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(CertificateTrigger.RequestRefund, stored.PermittedTriggers);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Refund_WhenReadAndMovedOn_KeepsEverythingAndItsVersionGuardsIt(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var certificate = Rows.Certificate(1);
        var refund = MoreRows.OpenRefund(2, certificate);
        await AddAsync(database, certificate, refund);
        await using (var turn = database.Store.Open())
        {
            var stored = await turn.Refunds.SingleAsync(row => row.CertificateId == certificate.Id, Token);
            Assert.Equal(Print(refund), Print(stored));
            var itsCertificate = await turn.Certificates.SingleAsync(Token);
            RefundCase.Fire(stored, itsCertificate, RefundTrigger.StartReview, "system", "manual review", Rows.Now);
            RefundCase.Fire(stored, itsCertificate, RefundTrigger.Reject, "reviewer", "no", Rows.Now);
            await database.Store.CommitAsync(turn, Token);
        }

        await using var read = database.Store.Open();
        var closed = await read.Refunds.SingleAsync(Token);
        Assert.Equal((RefundState.Rejected, Rows.Now), (closed.State, closed.ClosedAt));
        Assert.Equal(["reviewer"], closed.DecidedBy);
        Assert.Equal(3, closed.Version);
        Assert.Equal(CertificateState.Paid, (await read.Certificates.SingleAsync(Token)).State);
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Revocation_WhenReadAndMovedOn_KeepsEverythingAndACertificateHasOneOpen(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var certificate = Rows.Certificate(1);
        certificate.Submit(new CertificateApplication(["*.example.com"], "上海示例有限公司"), "caller", Rows.Now);
        certificate.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
        var request = new RevocationRequest(
            new RevocationId(Rows.Id(2)), Rows.Id(3), RevocationReason.CACompromise, RefundChannel.Ticket, "caller", Rows.Now);
        var revocation = RevocationCase.Open(request, certificate);
        RevocationCase.SendLink(revocation, new string('a', 64), Rows.Now.AddDays(7), Rows.Now.AddDays(7), "system", Rows.Now);
        RevocationCase.Force(revocation, "工单 1", "clerk", Rows.Now);
        await AddAsync(database, certificate, revocation);
        await using (var turn = database.Store.Open())
        {
            var stored = await turn.Revocations.SingleAsync(row => row.CertificateId == certificate.Id, Token);
            Assert.Equal(Print(revocation), Print(stored));
            RevocationCase.Fire(
                stored, await turn.Certificates.SingleAsync(Token), RevocationTrigger.Reject, "operator", "no", Rows.Now);
            await database.Store.CommitAsync(turn, Token);
        }

        await using var read = database.Store.Open();
        var closed = await read.Revocations.SingleAsync(Token);
        Assert.Equal((RevocationState.Rejected, Rows.Now, "no", 4), (closed.State, closed.ClosedAt, closed.EndReason, closed.Version));

        Revocation Another(int id) => RevocationCase.Open(
            request with { Id = new RevocationId(Rows.Id(id)) }, Certificate(certificate.Id));
        read.Revocations.Add(Another(4));
        await database.Store.CommitAsync(read, Token);
        read.Revocations.Add(Another(5));
        await Assert.ThrowsAsync<Application.Workflows.DuplicateRowException>(() => database.Store.CommitAsync(read, Token));

        static Certificate Certificate(Domain.CertificateId id)
        {
            var again = Rows.Certificate(1);
            Assert.Equal(id, again.Id);
            again.Submit(new CertificateApplication(["*.example.com"], "x"), "caller", Rows.Now);
            again.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
            return again;
        }
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task PackageRefund_AfterSeveralMoves_ComesBackTheSame(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var calendar = BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var package = APackage(null);
        var request = new PackageRefundRequest(
            new PackageRefundId(Rows.Id(4)), Rows.Id(5), "工单-7", "caller", Rows.Now.AddDays(1), "不再需要", ApprovalsNeeded: 2);
        var refund = PackageRefundCase.Open(request, package, null, calendar);
        Fire(PackageRefundTrigger.StartReview);
        Fire(PackageRefundTrigger.Approve);
        await AddAsync(database, package, refund);

        await using var read = database.Store.Open();
        Assert.Equal(Print(refund), Print(await read.PackageRefunds.SingleAsync(Token)));
        Assert.Equal(Print(package), Print(await read.Packages.SingleAsync(Token)));

        void Fire(PackageRefundTrigger trigger) => PackageRefundCase.Fire(
            refund, package, null, trigger, calendar, "rita", "因为", Rows.Now.AddDays(1));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Package_WithDomains_ComesBackTheSame(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var package = APackage(new CertificateId(Rows.Id(3)));
        package.SwitchOver("示例.中国", "203.0.113.7", "caller", Rows.Now);
        var certificate = Rows.Certificate(4);
        certificate.Submit(new CertificateApplication(["示例.中国"], "上海示例有限公司"), "caller", Rows.Now);
        certificate.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
        package.Install(certificate, "caller", Rows.Now);
        package.InstallFor("示例.中国", certificate, "caller", Rows.Now);
        package.MarkExpiringSoon("caller", Rows.Now);
        await AddAsync(database, package);
        await using (var turn = database.Store.Open())
        {
            var stored = await turn.Packages.SingleAsync(Token);
            Assert.Equal(Print(package), Print(stored));
            stored.SwitchBack("示例.中国", "caller", Rows.Now);
            await database.Store.CommitAsync(turn, Token);
        }

        await using var read = database.Store.Open();
        var unused = await read.Packages.SingleAsync(Token);
        Assert.Equal((PackageState.Active, 0, 6), (unused.State, unused.Domains.Count, unused.Version));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Services_WhenInUse_ComeBackTheSameAndACertificateIsHostedOnce(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var calendar = BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
        var bought = Rows.Certificate(1);
        var purchase = new ServicePurchase(
            bought.OrderId, bought.CustomerId, "上海示例有限公司", "owner@example.com", null, Rows.Now, new Money(269.99m), new Money(0.01m), PaymentChannel.Bank, "owner@bank");
        var lot = CreditLot.Buy(new CreditLotId(Rows.Id(4)), 40, purchase, "caller");
        var certificate = lot.Spend(
            new CertificateId(Rows.Id(5)), new CertificateSpec("DigiCert", ValidationLevel.DV, false, 1, 1, true), calendar, "caller", Rows.Now);
        certificate.Submit(new CertificateApplication(["www.example.com"]), "caller", Rows.Now);
        certificate.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
        var (hosting, second) = (Hosting.Buy(new HostingId(Rows.Id(6)), certificate.Id, purchase, "caller"), Hosting.Buy(new HostingId(Rows.Id(7)), null, purchase, "caller"));
        HostingCase.Start(hosting, certificate, new HostingRequest(Rows.Id(8), "web.example.com", 8443, "caller", Rows.Now), calendar);
        await AddAsync(database, lot, certificate, hosting, second);

        await using var read = database.Store.Open();
        Assert.Equal(Print(lot), Print(await read.CreditLots.SingleAsync(Token)));
        Assert.Equal(Print(hosting), Print(await read.Hostings.SingleAsync(h => h.CertificateId == certificate.Id, Token)));
        var stored = await read.Certificates.SingleAsync(Token);
        Assert.Equal((lot.Id, hosting.Id, false), (stored.CreditLotId!.Value, stored.HostingId!.Value, stored.CreditGivenBack));

        // Whatever the domain was told, the database holds one hosting of a certificate.
        var unhosted = Rows.Certificate(5);
        unhosted.Submit(new CertificateApplication(["www.example.com"], "x"), "caller", Rows.Now);
        unhosted.Issue(Rows.Now, Rows.Now.AddYears(1), "pem", "01AF", "ca", Rows.Now);
        HostingCase.Start(await read.Hostings.SingleAsync(h => h.Id == second.Id, Token), unhosted, new HostingRequest(Rows.Id(9), null, 443, "caller", Rows.Now), calendar);
        await Assert.ThrowsAsync<Application.Workflows.DuplicateRowException>(() => database.Store.CommitAsync(read, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Money_WhenStored_IsExactAndComparesAsNumber(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        decimal[] amounts = [0.01m, 9.99m, 10m, 958.12m, 9_999_999_999_999.99m];
        await AddAsync(database, [.. amounts.Select((amount, i) => OrderOf(i + 1, amount))]);

        await using var read = database.Store.Open();
        Assert.Equal(amounts, await read.Orders.OrderBy(order => order.Total).Select(order => order.Total).ToListAsync(Token));
        Assert.Equal(2, await read.Orders.CountAsync(order => order.Total < 10m, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Money_WhenFinerThanAFen_IsRefusedAndNotRounded(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);

        await Assert.ThrowsAnyAsync<Exception>(() => AddAsync(database, OrderOf(1, 0.001m)));

        await using var read = database.Store.Open();
        Assert.Empty(await read.Orders.ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Instant_WhenStored_IsUtcToTheMicrosecondAndComparesAsInstant(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        var inShanghai = new DateTimeOffset(2026, 3, 2, 17, 30, 0, TimeSpan.FromHours(8)).AddTicks(1_234_567);
        await AddAsync(database, Rows.Deadline(1, Rows.Now.AddMicroseconds(123_456)), Rows.Deadline(2, inShanghai.AddHours(1)), Rows.Deadline(3, Rows.Now.AddYears(-60)));

        await using var read = database.Store.Open();
        var due = await read.Deadlines.OrderBy(deadline => deadline.DueAt).Select(deadline => deadline.DueAt).ToListAsync(Token);

        Assert.Equal([Rows.Now.AddYears(-60), Rows.Now.AddMicroseconds(123_456), Rows.Now.AddHours(1).AddMicroseconds(123_457)], due);
        Assert.All(due, instant => Assert.Equal(TimeSpan.Zero, instant.Offset));
        Assert.Equal(1, await read.Deadlines.CountAsync(deadline => deadline.DueAt > inShanghai, Token));
    }

    [Theory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Tasks_WhenPagedByInstantAndId_AreEachSeenOnce(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, Token);
        await AddAsync(database, [.. Enumerable.Range(1, 7).Select(i => Rows.Task(i * 17))]);

        var seen = new List<Guid>();
        var after = (CreatedAt: DateTimeOffset.UnixEpoch, Id: Guid.Empty);
        while (true)
        {
            await using var read = database.Store.Open();
            var page = await read.Tasks
                .Where(task => task.CreatedAt > after.CreatedAt || (task.CreatedAt == after.CreatedAt && task.Id > after.Id))
                .OrderBy(task => task.CreatedAt).ThenBy(task => task.Id).Take(2).ToListAsync(Token);
            if (page.Count == 0)
            {
                break;
            }

            seen.AddRange(page.Select(task => task.Id));
            after = (page[^1].CreatedAt, page[^1].Id);
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(i => Rows.Id(i * 17)), seen);
    }

    private static Package APackage(CertificateId? certificate) => Package.Buy(
        new PackagePurchase(
            new PackageId(Rows.Id(1)),
            new OrderId(Rows.Id(2)),
            new CustomerId("customer-1"),
            "上海示例有限公司",
            "owner@example.com",
            null,
            PackageEdition.Professional,
            certificate,
            certificate is not null,
            Rows.Now,
            new Money(2874.36m),
            new Money(0.01m),
            PaymentChannel.Bank,
            "owner@bank"),
        BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")),
        "caller");

    private static Application.Orders.Order OrderOf(int id, decimal total) => new()
    {
        Id = Rows.Id(id),
        CustomerId = "customer-1",
        Company = "Example",
        Email = "a@example.com",
        PaymentChannel = "alipay",
        PaymentAccount = "a",
        Total = total,
        PaidAt = Rows.Now,
        Lines = "[]",
        CreatedBy = "caller",
    };

    private static async Task AddAsync(TestDatabase database, params object[] rows)
    {
        await using var session = database.Store.Open();
        session.AddRange(rows);
        await database.Store.CommitAsync(session, Token);
    }

    private static object Filled(IEntityType type)
    {
        var row = RuntimeHelpers.GetUninitializedObject(type.ClrType);
        var number = 1;
        foreach (var property in type.GetProperties())
        {
            property.PropertyInfo!.SetValue(row, Value(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType, number++));
        }

        return row;
    }

    private static object Value(Type type, int number) => type switch
    {
        _ when type == typeof(Guid) => Rows.Id(number),
        _ when type == typeof(RevocationId) => new RevocationId(Rows.Id(number)),
        _ when type == typeof(byte[]) => new byte[] { 0, 1, 0xFF },
        _ when type == typeof(string) => $"text '{number}' 文本",
        _ when type == typeof(DateTimeOffset) => Rows.Now.AddDays(number).AddMicroseconds(number),
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => number,
        _ when type == typeof(long) => (long)int.MaxValue + number,
        _ when type == typeof(decimal) => number + 0.10m,
        _ when type == typeof(List<string>) => new List<string> { "a", "\"b\", 乙" },
        _ when type.IsEnum => Enum.GetValues(type).GetValue(1)!,
        _ => throw new NotSupportedException($"Teach this test to fill a {type.Name}."),
    };

    private static string Print(object row) => JsonSerializer.Serialize(row, row.GetType());
}
