using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Guards;
using Microsoft.Extensions.Time.Testing;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Guards;

public sealed class ConnectorGuardTests
{
    private static readonly EffectOutcome Well = new EffectOutcome.Succeeded([]);
    private static readonly EffectOutcome Unwell = new EffectOutcome.Failed("away");
    private readonly FakeTimeProvider time = new(Start);
    private readonly Receiver receiver = new();

    [Fact]
    public async Task Attempt_WhenTheRateIsUsedUp_IsPostponedWithoutAskingTheReceiver()
    {
        using var guard = Guard(new RateOptions { Calls = 2, Per = TimeSpan.FromDays(1) });
        var sut = guard.Guard(receiver);
        await SendAsync(sut);
        await SendAsync(sut);

        var postponed = Assert.IsType<EffectOutcome.Postponed>(await SendAsync(sut));

        Assert.InRange(postponed.After, TimeSpan.FromHours(11), TimeSpan.FromHours(12));
        Assert.Equal(2, receiver.Asked);
        var health = guard.Health();
        Assert.Equal(new ConnectorRate(2, TimeSpan.FromDays(1), 0), health.Rate);
        Assert.Equal((2, 1), (health.Attempts.Succeeded, health.Attempts.Postponed));
    }

    [Theory]
    [InlineData(1, 86400, 1, 86400_000)]
    [InlineData(60, 60, 1, 1000)]
    [InlineData(1000, 60, 2, 120)]
    [InlineData(1_000_000, 1, 100_000, 100)]
    public void Rate_IsFilledUpEvenlyWithoutHurryingTheTimer(int calls, int seconds, int atATime, int milliseconds)
    {
        var bucket = ConnectorGuard.Bucket(new RateOptions { Calls = calls, Per = TimeSpan.FromSeconds(seconds) });

        Assert.Equal((calls, atATime, TimeSpan.FromMilliseconds(milliseconds)), (bucket.TokenLimit, bucket.TokensPerPeriod, bucket.ReplenishmentPeriod));
    }

    [Fact]
    public async Task Account_WhenTwoKindsShareIt_SharesTheRate()
    {
        using var guard = Guard(new RateOptions { Calls = 1, Per = TimeSpan.FromDays(1) });
        var (issue, revoke) = (guard.Guard(receiver), guard.Guard(new Receiver()));
        await SendAsync(issue);

        Assert.IsType<EffectOutcome.Postponed>(await SendAsync(revoke));
    }

    [Fact]
    public async Task Receiver_WhenItKeepsFailing_IsLeftAloneAndTriedOnceAfterwards()
    {
        using var guard = Guard(circuit: new CircuitOptions { MinimumCalls = 4, Break = TimeSpan.FromMinutes(5) });
        var sut = guard.Guard(receiver);
        receiver.Answer = () => Unwell;
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.IsType<EffectOutcome.Failed>(await SendAsync(sut));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        var postponed = Assert.IsType<EffectOutcome.Postponed>(await SendAsync(sut));
        Assert.Equal(TimeSpan.FromMinutes(4), postponed.After);
        Assert.Equal(4, receiver.Asked);
        Assert.Equal((ConnectorCircuit.Open, Start.AddMinutes(5)), (guard.Health().Circuit, guard.Health().OpenUntil));

        time.Advance(TimeSpan.FromMinutes(4));
        Assert.IsType<EffectOutcome.Failed>(await SendAsync(sut));
        Assert.IsType<EffectOutcome.Postponed>(await SendAsync(sut));

        time.Advance(TimeSpan.FromMinutes(5));
        receiver.Answer = () => Well;
        Assert.IsType<EffectOutcome.Succeeded>(await SendAsync(sut));
        Assert.IsType<EffectOutcome.Succeeded>(await SendAsync(sut));
        Assert.Equal((ConnectorCircuit.Closed, null), (guard.Health().Circuit, guard.Health().OpenUntil));
        Assert.Equal(7, receiver.Asked);
    }

    [Fact]
    public async Task Receiver_WhenItRefusesOrAccepts_IsWell()
    {
        using var guard = Guard(circuit: new CircuitOptions { MinimumCalls = 2 });
        var sut = guard.Guard(receiver);
        receiver.Answer = () => receiver.Asked % 2 == 0
            ? new EffectOutcome.Rejected("no", "No.")
            : new EffectOutcome.Accepted("later", TimeSpan.FromMinutes(1));
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            Assert.IsNotType<EffectOutcome.Postponed>(await SendAsync(sut));
        }

        Assert.Equal(ConnectorCircuit.Closed, guard.Health().Circuit);
    }

    [Fact]
    public async Task Attempt_WhenTheHandlerThrows_IsAFailureOfTheReceiver()
    {
        using var guard = Guard(circuit: new CircuitOptions { MinimumCalls = 2 });
        var sut = guard.Guard(receiver);
        receiver.Answer = () => throw new InvalidDataException("broken");
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(sut));
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(sut));

        Assert.IsType<EffectOutcome.Postponed>(await SendAsync(sut));
        Assert.Equal((2, "InvalidDataException: broken"), (guard.Health().Attempts.Failed, guard.Health().Attempts.LastFailure));
    }

    [Fact]
    public async Task Attempt_WhenTheNodeShutsDown_SaysNothingOfTheReceiver()
    {
        using var guard = Guard(circuit: new CircuitOptions { MinimumCalls = 2 });
        var sut = guard.Guard(receiver);
        using var shutDown = new CancellationTokenSource();
        await shutDown.CancelAsync();
        receiver.Answer = () => throw new OperationCanceledException(shutDown.Token);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.SendAsync(Request([]), shutDown.Token));
        }

        Assert.Equal(new ConnectorAttempts(), guard.Health().Attempts);
        Assert.Equal(ConnectorCircuit.Closed, guard.Health().Circuit);
    }

    [Fact]
    public async Task Connectors_WhenTheyTalkToThisProcess_HaveNoCircuit()
    {
        await using var inside = new ConnectorHost();
        await using var outside = new ConnectorHost(
            ("Mail:Mode", "smtp"), ("Mail:Smtp:Host", "127.0.0.1"), ("Sms:Rate:Calls", "60"));

        Assert.Equal(["ca", "http", "mail", "payments", "sms", "tls-probe"], inside.Get<ConnectorHealths>().All().Select(health => health.Name));
        Assert.All(inside.Get<ConnectorHealths>().All(), health => Assert.Equal(ConnectorCircuit.None, health.Circuit));
        _ = outside.Handler("mail");
        var mail = outside.Get<ConnectorHealths>().All().Single(health => health.Name == "mail");
        Assert.Equal(("smtp", ConnectorCircuit.Closed), (mail.Mode, mail.Circuit));
        Assert.Equal(["mail"], mail.Kinds);
        Assert.Equal(60, outside.Get<ConnectorHealths>().All().Single(health => health.Name == "sms").Rate!.Available);
    }

    private ConnectorGuard Guard(RateOptions? rate = null, CircuitOptions? circuit = null) =>
        new("payments", "http", rate ?? new RateOptions(), circuit, time);

    private static Task<EffectOutcome> SendAsync(IEffectHandler handler) =>
        handler.SendAsync(Request([]), TestContext.Current.CancellationToken);

    private sealed class Receiver : IEffectHandler
    {
        public string Kind => "payment";

        public int Asked { get; private set; }

        public Func<EffectOutcome> Answer { get; set; } = () => Well;

        public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(Answer());
        }
    }
}
