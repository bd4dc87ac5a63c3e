using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Connectors.Payments;

/// <summary>
/// Pays into a ledger in the database. Accounts that begin with <c>fail-N-times</c>, <c>always-down</c> or
/// <c>account-closed</c> fail as they say.
/// </summary>
internal sealed partial class SandboxPayments(IWorkflowStore store) : IEffectHandler
{
    public string Kind => "payment";

    public async Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        if (!ConnectorJson.TryRead<Payout>(request.Payload, out var payout, out var refusal))
        {
            return refusal;
        }

        if (payout.Problem() is { } problem)
        {
            return ConnectorJson.Invalid(problem);
        }

        return await FindAsync(request.IdempotencyKey, cancellationToken) is { } earlier
            ? Answer(earlier, payout)
            : FailureOnDemand(payout.Account, request.Attempt) ?? await PayAsync(request, payout, cancellationToken);
    }

    private async Task<EffectOutcome> PayAsync(
        EffectRequest request, Payout payout, CancellationToken cancellationToken)
    {
        var payment = new SandboxPayment
        {
            IdempotencyKey = request.IdempotencyKey,
            RefundId = payout.RefundId,
            Amount = payout.Value,
            Currency = payout.Currency,
            Channel = payout.Channel,
            Account = payout.Account,
            Reference = payout.Reference,
            PaymentReference = $"SBX-{Fingerprint.Hex("payment", request.IdempotencyKey, 10)}",
            // No finer than either database keeps: a repeat answers the same instant.
            PaidAt = DateTimeOffset.FromUnixTimeMilliseconds(request.Now.ToUnixTimeMilliseconds()),
        };
        try
        {
            await using var session = store.Open();
            session.Set<SandboxPayment>().Add(payment);
            await store.CommitAsync(session, cancellationToken);
            return Answer(payment, payout);
        }
        catch (DuplicateRowException)
        {
            // Another attempt paid between the look and the commit: its answer is the answer.
            var earlier = await FindAsync(request.IdempotencyKey, cancellationToken);
            return earlier is null
                ? new EffectOutcome.Failed("The ledger refused the payment as a duplicate that it does not show yet.")
                : Answer(earlier, payout);
        }
    }

    private async Task<SandboxPayment?> FindAsync(string idempotencyKey, CancellationToken cancellationToken)
    {
        await using var session = store.Open();
        return await session.Set<SandboxPayment>().AsNoTracking()
            .SingleOrDefaultAsync(payment => payment.IdempotencyKey == idempotencyKey, cancellationToken);
    }

    private static EffectOutcome Answer(SandboxPayment payment, Payout asked) =>
        payment.Amount == asked.Value && payment.Currency == asked.Currency && payment.Account == asked.Account
            ? new EffectOutcome.Succeeded(new JsonObject
            {
                ["paymentReference"] = payment.PaymentReference,
                ["paidAt"] = ConnectorJson.Instant(payment.PaidAt),
            })
            : new EffectOutcome.Rejected(
                "idempotency-key-reused",
                $"This key already paid {payment.Amount} {payment.Currency}, to another account or in another amount.");

    private static EffectOutcome? FailureOnDemand(string account, int attempt)
    {
        if (account.StartsWith("account-closed", StringComparison.Ordinal))
        {
            return new EffectOutcome.Rejected("account-closed", "The account is closed.");
        }

        if (account.StartsWith("always-down", StringComparison.Ordinal))
        {
            return new EffectOutcome.Failed("The sandbox is down for this account.");
        }

        return FailingTimes().Match(account) is { Success: true } match
            && attempt <= int.Parse(match.Groups["times"].ValueSpan, CultureInfo.InvariantCulture)
            ? new EffectOutcome.Failed($"The sandbox fails attempt {attempt} for this account.")
            : null;
    }

    [GeneratedRegex("^fail-(?<times>[0-9]{1,4})-times", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FailingTimes();
}
