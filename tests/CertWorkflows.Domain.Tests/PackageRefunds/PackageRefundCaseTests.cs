using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Packages;
using static CertWorkflows.Domain.PackageRefunds.PackageRefundTrigger;
using static CertWorkflows.Domain.Tests.Make;
using State = CertWorkflows.Domain.PackageRefunds.PackageRefundState;

namespace CertWorkflows.Domain.Tests.PackageRefunds;

/// <summary>A package's refund and its package, against sections 6 and 8.</summary>
public sealed class PackageRefundCaseTests
{
    private static readonly DateTimeOffset Asked = Local("2021-03-03 10:00");
    private static readonly DateTimeOffset Expiry = Local("2022-03-01 10:00");

    private static readonly Dictionary<(State At, PackageRefundTrigger Trigger), State> Moves = new()
    {
        [(State.Submitted, Wait)] = State.Waiting,
        [(State.Submitted, StartReview)] = State.UnderReview,
        [(State.Waiting, StartReview)] = State.UnderReview,
        [(State.Waiting, Cancel)] = State.Cancelled,
        [(State.Waiting, KeepInUse)] = State.StillInUse,
        [(State.Waiting, KeepCertificate)] = State.BundledCertificateKept,
        [(State.Waiting, PackageRefundTrigger.Expire)] = State.Expired,
        [(State.UnderReview, Approve)] = State.Approved,
        [(State.UnderReview, Reject)] = State.Rejected,
        [(State.UnderReview, Cancel)] = State.Cancelled,
        [(State.UnderReview, PackageRefundTrigger.Expire)] = State.Expired,
        [(State.Approved, Pay)] = State.Paid,
        [(State.Approved, FailPayment)] = State.PaymentFailed,
        [(State.PaymentFailed, FailPayment)] = State.PaymentFailed,
        [(State.PaymentFailed, RetryPayment)] = State.PaymentFailed,
        [(State.PaymentFailed, Pay)] = State.Paid,
        [(State.Paid, DeletePackage)] = State.Paid,
    };

    public static TheoryData<State, PackageRefundTrigger> Pairs()
    {
        var pairs = new TheoryData<State, PackageRefundTrigger>();
        foreach (var state in Enum.GetValues<State>())
        {
            foreach (var trigger in Enum.GetValues<PackageRefundTrigger>())
            {
                pairs.Add(state, trigger);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Trigger_InEachState_MovesAsTheTableSaysOrThrowsAndChangesNothing(State state, PackageRefundTrigger trigger)
    {
        var (refund, package, bundled) = At(state, trigger);
        refund.TakeChanges();
        package.TakeChanges();
        var before = (Snapshot.Of(refund), Snapshot.Of(package));

        if (Moves.TryGetValue((state, trigger), out var to))
        {
            Fire(refund, package, bundled, trigger);
            var change = Assert.Single(refund.TakeChanges());
            Assert.Equal((to, CamelCase.Of(state), CamelCase.Of(to)), (refund.State, change.From, change.To));
            Assert.Equal(refund.IsClosed, refund.ClosedAt is not null);
            Assert.Equal(refund.IsClosed ? null : refund.Id, package.OpenRefundId);
            return;
        }

        Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, bundled, trigger));
        Assert.Equal(before, (Snapshot.Of(refund), Snapshot.Of(package)));
        Assert.Empty(package.TakeChanges());
    }

    [Fact]
    [Trait("Rule", "PK-1")]
    [Trait("Rule", "PK-4")]
    public void Case_OfAnUnusedPackage_MovesWithItFromTheReviewToTheDeletion()
    {
        var package = Bought();
        var refund = Open(package);
        Assert.Equal((State.Submitted, "PK-4", package.Cash), (refund.State, refund.Rule, refund.Amount));
        Assert.Equal(PackageState.Active, package.State);
        Assert.Equal("refund-in-progress", Code(() => Open(package)));

        Fire(refund, package, null, StartReview);
        Assert.Equal((PackageState.RefundPending, Local("2021-03-10 10:00")), (package.State, refund.PayBy));
        Assert.False(refund.IsOverdue(Local("2021-03-10 10:00")));
        Assert.True(refund.IsOverdue(Local("2021-03-10 10:01")));
        Fire(refund, package, null, Approve);
        Fire(refund, package, null, Pay);
        Assert.Equal((PackageState.Refunded, "PAY-1", false), (package.State, refund.PaymentReference, refund.IsOverdue(Expiry)));
        Assert.Equal("already-refunded", Code(() => Open(package)));
        Fire(refund, package, null, DeletePackage);
        Assert.Equal((PackageState.Deleted, "requestRefund", "delete"), (package.State, package.TakeChanges()[^3].Trigger, refund.TakeChanges()[^1].Trigger[..6]));
    }

    [Fact]
    [Trait("Rule", "PK-2")]
    public void Open_WithoutATicket_IsRefusedAndLeavesThePackage()
    {
        var package = Bought();
        var error = Assert.Throws<DomainException>(() => Open(package, ticket: " "));
        Assert.Equal(("ticket-required", "PK-2"), (error.Code, error.Rule));
        Assert.Equal("ticket-required", Code(() => Open(package, ticket: null)));
        Assert.Equal("invalid-package-refund", Code(() => Open(package, ticket: new string('7', 101))));
        Assert.Equal("invalid-package-refund", Code(() => Open(package, ticket: "T\n1")));
        Assert.Null(package.OpenRefundId);
    }

    [Theory]
    [InlineData("2021-03-06 23:59", null)]
    [InlineData("2021-03-07 00:00", "window-closed")]
    [Trait("Rule", "PK-1")]
    public void Open_AtTheEndOfTheWindow_CountsToTheTicketsDate(string at, string? refusal)
    {
        var package = Bought();
        Assert.Equal(refusal, Code(() => Open(package, at: Local(at))));
        Assert.Equal(refusal is null, package.OpenRefundId is not null);
    }

    [Fact]
    [Trait("Rule", "PK-3")]
    public void Case_OfAPackageInUse_WaitsAndLetsNoOtherDomainIn()
    {
        var package = Bought(inUse: true);
        var refund = Open(package);
        Assert.Equal((State.Waiting, PackageState.InUse), (refund.State, package.State));
        var error = Assert.Throws<DomainException>(() => package.SwitchOver("shop.customer.example", "203.0.113.7", "customer", Asked));
        Assert.Equal(("refund-in-progress", "PK-3"), (error.Code, error.Rule));
        var early = Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, null, StartReview));
        Assert.Contains("usage-stopped", Assert.Single(early.UnmetGuards), StringComparison.Ordinal);

        package.SwitchBack("www.customer.example", "customer", Asked);
        Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, null, KeepInUse));
        Fire(refund, package, null, StartReview);
        Fire(refund, package, null, Reject);
        Assert.Equal((PackageState.Active, "why"), (package.State, refund.DecisionReason));
        package.SwitchOver("shop.customer.example", "203.0.113.7", "customer", Asked);
    }

    [Fact]
    [Trait("Rule", "RF-6")]
    [Trait("Rule", "PK-5")]
    public void Case_WithAnApplicationUnderReview_WaitsUntilItIsDecidedOrWithdrawn()
    {
        var (package, certificate) = BoughtWith(Certificate(bundled: true).Submitted());
        var refund = Open(package, certificate);
        Assert.Equal((State.Waiting, "PK-5", false), (refund.State, refund.Rule, package.PermitsApplication));
        Assert.Equal([PackageRefundPolicy.ApplicationDecided], Assess(refund, package, certificate).WaitingFor);
        certificate.Withdraw("customer", Asked);
        Assert.Equal("eligible", Assess(refund, package, certificate).Code);
    }

    [Fact]
    [Trait("Rule", "PK-6")]
    [Trait("Rule", "PK-7")]
    [Trait("Rule", "RV-3")]
    public void Case_WithAnIssuedCertificate_WaitsForItsRevocationUntilTheThirtiethDayIsOver()
    {
        var (package, certificate) = BoughtWith(Certificate(bundled: true).Issued(Asked));
        Assert.False(package.PermitsRevocation);
        var refund = Open(package, certificate);
        Assert.Equal((State.Waiting, "PK-6", true), (refund.State, refund.Rule, package.PermitsRevocation));
        var last = Local("2021-04-02 23:59:59");
        Assert.Equal(last.AddSeconds(1), PackageRefundPolicy.RevokeBefore(Asked, Make.Calendar));
        Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, certificate, KeepCertificate, last));

        certificate.StartRevocation("customer", last, "why", withinPackageRefund: true);
        certificate.Revoke("ca", last, "confirmed");
        Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, certificate, KeepCertificate, last.AddSeconds(1)));
        Fire(refund, package, certificate, StartReview, last.AddSeconds(1));
        Assert.False(package.PermitsRevocation);
    }

    [Fact]
    public void Decision_ByWhoAskedOrDecidedAlready_IsRefused()
    {
        var (refund, package, _) = At(State.UnderReview, Approve, approvals: 2);
        Assert.Equal("separation-of-duties", Code(() => Fire(refund, package, null, Approve, actor: "Clerk")));
        Fire(refund, package, null, Approve, actor: "rita");
        Assert.Equal(State.UnderReview, refund.State);
        Assert.Equal("separation-of-duties", Code(() => Fire(refund, package, null, Approve, actor: "RITA")));
        Assert.Equal("reason-required", Code(() => Fire(refund, package, null, Reject, actor: "rolf", reason: " ")));
        Fire(refund, package, null, Approve, actor: "rolf");
        Assert.Equal((State.Approved, 2), (refund.State, refund.DecidedBy.Count));
    }

    [Fact]
    public void Expiry_DuringTheReview_EndsTheCaseAndThePackage()
    {
        var (refund, package, _) = At(State.UnderReview, PackageRefundTrigger.Expire);
        Assert.Throws<IllegalTransitionException>(() => Fire(refund, package, null, PackageRefundTrigger.Expire, Expiry.AddTicks(-1)));
        Fire(refund, package, null, PackageRefundTrigger.Expire);
        Assert.Equal((State.Expired, PackageState.Expired), (refund.State, package.State));
    }

    [Fact]
    public void Expiry_ThatSomebodyElseSawFirst_EndsTheCaseToo()
    {
        var package = Bought(inUse: true);
        var refund = Open(package);
        package.Expire("system", Expiry);
        Fire(refund, package, null, PackageRefundTrigger.Expire);
        Assert.Equal((State.Expired, PackageState.Expired, (PackageRefundId?)null), (refund.State, package.State, package.OpenRefundId));
    }

    [Fact]
    [Trait("Rule", "EX-6")]
    public void Package_WhileItsRefundIsOpen_IsNeitherRenewedNorUpgraded()
    {
        var package = Bought();
        Open(package);
        Assert.Equal("refund-in-progress", Code(() => package.Renew(new OrderId(Id(4)), Money.Zero, Money.Zero, Make.Calendar, "customer", Asked)));
        Assert.Equal("refund-in-progress", Code(() => package.EnsureUpgradable(PackageEdition.Enterprise)));
    }

    [Fact]
    [Trait("Rule", "PK-8")]
    public void Follow_OfAnotherCertificatesRefund_IsRefused()
    {
        var refund = Open(Bought());
        Assert.Equal("wrong-certificate", Code(() => PackageRefundCase.Follow(refund, UnderReview().Refund)));
        Assert.Equal("wrong-package", Code(() => PackageRefundCase.Assess(refund, Bought(number: 32), null, Make.Calendar, Asked)));
    }

    private static (PackageRefund Refund, Package Package, Certificate? Bundled) At(State state, PackageRefundTrigger trigger, int approvals = 1)
    {
        // What waits does so for what the trigger needs.
        var issued = state == State.Waiting && trigger == KeepCertificate || state == State.BundledCertificateKept;
        var inUse = (state == State.Waiting && !issued) || state == State.StillInUse;
        var (package, bundled) = issued ? BoughtWith(Certificate(bundled: true).Issued(Asked)) : (Bought(inUse), (Certificate?)null);
        var refund = Open(package, bundled, approvals: approvals);
        if (state == State.Waiting && trigger == StartReview)
        {
            package.SwitchBack("www.customer.example", "customer", Asked);
        }

        PackageRefundTrigger[] way = state switch
        {
            State.Submitted or State.Waiting => [],
            State.UnderReview => [StartReview],
            State.Approved => [StartReview, Approve],
            State.Rejected => [StartReview, Reject],
            State.Cancelled => [StartReview, Cancel],
            State.StillInUse => [KeepInUse],
            State.BundledCertificateKept => [KeepCertificate],
            State.Expired => [StartReview, PackageRefundTrigger.Expire],
            State.Paid => [StartReview, Approve, Pay],
            State.PaymentFailed => [StartReview, Approve, FailPayment],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        foreach (var step in way)
        {
            Fire(refund, package, bundled, step);
        }

        return (refund, package, bundled);
    }

    private static void Fire(
        PackageRefund refund,
        Package package,
        Certificate? bundled,
        PackageRefundTrigger trigger,
        DateTimeOffset? at = null,
        string actor = "rita",
        string reason = "why") => PackageRefundCase.Fire(
        refund,
        package,
        bundled,
        trigger,
        Make.Calendar,
        actor,
        reason,
        at ?? trigger switch
        {
            PackageRefundTrigger.Expire => Expiry,
            KeepCertificate => Asked.AddDays(31),
            _ => Asked,
        },
        "PAY-1");

    private static PackageRefundAssessment Assess(PackageRefund refund, Package package, Certificate? bundled) =>
        PackageRefundCase.Assess(refund, package, bundled, Make.Calendar, Asked);

    private static PackageRefund Open(
        Package package, Certificate? bundled = null, string? ticket = "T-1", DateTimeOffset? at = null, int approvals = 1) => PackageRefundCase.Open(
        new PackageRefundRequest(new PackageRefundId(Id(40)), Id(10), ticket, "clerk", at ?? Asked, null, approvals), package, bundled, Make.Calendar);

    private static (Package Package, Certificate Bundled) BoughtWith(Certificate certificate) => (Bought(certificate: certificate.Id), certificate);

    private static Package Bought(bool inUse = false, CertificateId? certificate = null, int number = 3)
    {
        var package = Package.Buy(
            new PackagePurchase(
                new PackageId(Id(number)),
                new OrderId(Id(2)),
                new CustomerId("c-100"),
                "Example Ltd.",
                "it@example.com",
                null,
                PackageEdition.Basic,
                certificate,
                certificate is not null,
                PaidAt,
                new Money(858.12m),
                new Money(100m),
                PaymentChannel.Alipay,
                "pay@example.com"),
            Make.Calendar,
            "caller");
        if (inUse)
        {
            package.SwitchOver("www.customer.example", "203.0.113.7", "customer", PaidAt);
        }

        return package;
    }

    private static string? Code(Action action) => (Record.Exception(action) as DomainException)?.Code;
}
