using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What the outside world tells us by itself; believed by its signature, not by a log-in.</summary>
internal static class CallbackEndpoints
{
    private const string PaymentKind = "payment";

    public static void MapCallbacks(this IEndpointRouteBuilder api) =>
        api.MapPost("/connectors/payments/callbacks", PaymentAsync).WithTags("Connectors").AllowAnonymous()
            .WithSummary("The payment gateway's word on a payout, signed as Standard Webhooks say.");

    private static async Task<NoContent> PaymentAsync(
        HttpRequest request, CallbackVerifier verifier, EffectService effects, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var check = verifier.Check(
            request.Headers[CallbackVerifier.IdHeader],
            request.Headers[CallbackVerifier.TimestampHeader],
            request.Headers[CallbackVerifier.SignatureHeader],
            bytes.Span);
        if (check != CallbackCheck.Genuine)
        {
            throw new RefusedLogInException("invalid-signature", $"The callback is not believed: {check}.");
        }

        if (!PaymentCallback.TryParse(bytes.Span, out var callback, out var problem))
        {
            throw new InvalidInputException("body", problem);
        }

        await effects.CallbackAsync(PaymentKind, callback.IdempotencyKey, callback.Outcome, cancellationToken);
        return TypedResults.NoContent();
    }
}
