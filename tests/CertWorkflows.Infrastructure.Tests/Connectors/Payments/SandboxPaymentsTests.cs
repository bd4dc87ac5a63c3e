using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Payments;
using Microsoft.EntityFrameworkCore;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Payments;

public sealed class SandboxPaymentsTests
{
    public static JsonObject Payload(string account = "buyer@example.com", string amount = "958.12") => new()
    {
        ["refundId"] = "6f1c",
        ["amount"] = amount,
        ["currency"] = "CNY",
        ["channel"] = "alipay",
        ["account"] = account,
        ["reference"] = "Refund 6f1c",
    };

    [Fact]
    public async Task Payment_WhenSent_AnswersReferenceAndTime()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("payment", Request(Payload()));

        var result = Assert.IsType<EffectOutcome.Succeeded>(outcome).Result;
        Assert.StartsWith("SBX-", (string?)result["paymentReference"], StringComparison.Ordinal);
        Assert.Equal("\"2021-04-25T02:00:00Z\"", result["paidAt"]!.ToJsonString());
        var payment = Assert.Single(await LedgerAsync(host));
        Assert.Equal(958.12m, payment.Amount);
    }

    [Fact]
    public async Task Payment_WhenRepeatedLater_AnswersTheFirstResultAndPaysOnce()
    {
        await using var host = new ConnectorHost();
        var first = await host.SendAsync("payment", Request(Payload()));

        var second = await host.SendAsync("payment", Request(Payload()) with { Attempt = 2, Now = Start.AddHours(1) });

        AssertSameResult(first, second);
        Assert.Single(await LedgerAsync(host));
    }

    [Fact]
    public async Task Payment_WhenAnotherAttemptPaysJustBeforeTheCommit_AnswersThatOne()
    {
        await using var host = new ConnectorHost();
        EffectOutcome? winner = null;
        host.Store.BeforeNextCommit = async () =>
            winner = await host.SendAsync("payment", Request(Payload()) with { Now = Start.AddSeconds(-5) });

        var loser = await host.SendAsync("payment", Request(Payload()));

        AssertSameResult(winner!, loser);
        Assert.Single(await LedgerAsync(host));
    }

    [Fact]
    public async Task Payment_WhenKeyPaidAnotherAmount_IsRejected()
    {
        await using var host = new ConnectorHost();
        await host.SendAsync("payment", Request(Payload()));

        var outcome = await host.SendAsync("payment", Request(Payload(amount: "1.00")));

        Assert.Equal("idempotency-key-reused", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Payment_WhenAccountFailsThreeTimes_SucceedsAtTheFourthAttempt()
    {
        await using var host = new ConnectorHost();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.IsType<EffectOutcome.Failed>(
                await host.SendAsync("payment", Request(Payload("fail-3-times@example.com"), attempt: attempt)));
        }

        Assert.IsType<EffectOutcome.Succeeded>(
            await host.SendAsync("payment", Request(Payload("fail-3-times@example.com"), attempt: 4)));
    }

    [Fact]
    public async Task Payment_WhenAccountIsAlwaysDown_FailsAtEachAttempt()
    {
        await using var host = new ConnectorHost();

        Assert.IsType<EffectOutcome.Failed>(
            await host.SendAsync("payment", Request(Payload("always-down@example.com"), attempt: 1000)));
    }

    [Fact]
    public async Task Payment_WhenAccountIsClosed_IsRejectedForGood()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("payment", Request(Payload("account-closed@example.com")));

        Assert.Equal("account-closed", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.Empty(await LedgerAsync(host));
    }

    [Theory]
    [InlineData("amount", "958.1")]
    [InlineData("amount", "-1.00")]
    [InlineData("amount", "0.00")]
    [InlineData("amount", "1e3.00")]
    [InlineData("amount", "958.12\n")]
    [InlineData("currency", "cny")]
    [InlineData("channel", "cash")]
    [InlineData("account", "")]
    [InlineData("refundId", "")]
    [InlineData("amount", null)]
    public async Task Payment_WhenMemberIsWrong_IsRejectedAndNothingIsPaid(string member, string? value)
    {
        await using var host = new ConnectorHost();
        var payload = Payload();
        payload[member] = value;

        var outcome = await host.SendAsync("payment", Request(payload));

        Assert.Equal("invalid-payload", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.Empty(await LedgerAsync(host));
    }

    private static void AssertSameResult(EffectOutcome expected, EffectOutcome actual) => Assert.Equal(
        Assert.IsType<EffectOutcome.Succeeded>(expected).Result.ToJsonString(),
        Assert.IsType<EffectOutcome.Succeeded>(actual).Result.ToJsonString());

    private static async Task<List<SandboxPayment>> LedgerAsync(ConnectorHost host)
    {
        await using var session = host.Store.Open();
        return await session.Set<SandboxPayment>().ToListAsync(TestContext.Current.CancellationToken);
    }
}
