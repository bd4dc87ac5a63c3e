using System.Text;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Payments;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Payments;

public sealed class PaymentCallbackTests
{
    [Fact]
    public void Callback_WhenPaid_SucceedsWithReferenceAndTime()
    {
        var callback = Parse(
            """{"idempotencyKey":"k-1","status":"paid","paymentReference":"P-1","paidAt":"2021-04-25T02:00:00Z","extra":1}""");

        Assert.Equal("k-1", callback.IdempotencyKey);
        Assert.Equal(
            """{"paymentReference":"P-1","paidAt":"2021-04-25T02:00:00Z"}""",
            Assert.IsType<EffectOutcome.Succeeded>(callback.Outcome).Result.ToJsonString());
    }

    [Fact]
    public void Callback_WhenFailed_IsRejectedWithCodeAndMessage()
    {
        var callback = Parse("""{"idempotencyKey":"k-1","status":"failed","code":"account-closed","message":"Closed."}""");

        Assert.Equal(new EffectOutcome.Rejected("account-closed", "Closed."), callback.Outcome);
    }

    [Fact]
    public void Callback_WhenFailedWithoutACode_IsRejectedAsPaymentFailed()
    {
        var callback = Parse("""{"idempotencyKey":"k-1","status":"failed"}""");

        Assert.Equal("payment-failed", Assert.IsType<EffectOutcome.Rejected>(callback.Outcome).Code);
    }

    [Theory]
    [InlineData("", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("""{"idempotencyKey":"k"}""", "JSON object")]
    [InlineData("""{"status":"paid"}""", "idempotencyKey")]
    [InlineData("""{"idempotencyKey":"k","status":"accepted"}""", "status")]
    [InlineData("""{"idempotencyKey":"k","status":"paid","paidAt":"2021-04-25T02:00:00Z"}""", "paymentReference")]
    [InlineData("""{"idempotencyKey":"k","status":"paid","paymentReference":"P-1"}""", "paidAt")]
    [InlineData("""{"idempotencyKey":"k","status":"paid","paymentReference":"P-1","paidAt":"yesterday"}""", "JSON object")]
    [InlineData("""{"idempotencyKey":"k","idempotencyKey":"l","status":"failed"}""", "JSON object")]
    public void Callback_WhenBodyIsWrong_SaysWhatIs(string body, string named)
    {
        Assert.False(PaymentCallback.TryParse(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    private static PaymentCallback Parse(string body)
    {
        Assert.True(PaymentCallback.TryParse(Encoding.UTF8.GetBytes(body), out var callback, out var problem), problem);
        return callback;
    }
}
