using CertWorkflows.Application.Access;
using CertWorkflows.Application.Effects;
using CertWorkflows.Infrastructure.Connectors.Ca.Gateway;
using CertWorkflows.Infrastructure.Connectors.Gateways;
using CertWorkflows.Infrastructure.Connectors.Payments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>What the outside world tells us by itself; believed by its signature, not by a log-in.</summary>
internal static class CallbackEndpoints
{
    private static readonly string[] PaymentKinds = ["payment"];

    public static void MapCallbacks(this IEndpointRouteBuilder api)
    {
        api.MapPost("/connectors/payments/callbacks", PaymentAsync).WithTags("Connectors").AllowAnonymous()
            .WithSummary("The payment gateway's word on a payout, signed as Standard Webhooks say.");
        api.MapPost("/connectors/ca/callbacks", CaAsync).WithTags("Connectors").AllowAnonymous()
            .WithSummary("The CA's word on an application or a revocation, signed as Standard Webhooks say.");
    }

    private static async Task<NoContent> PaymentAsync(
        HttpRequest request,
        [FromKeyedServices(CallbackVerifier.OfPayments)] CallbackVerifier verifier,
        EffectService effects,
        CancellationToken cancellationToken)
    {
        var body = await GenuineBodyAsync(request, verifier, cancellationToken);
        if (!PaymentCallback.TryParse(body.Span, out var callback, out var problem))
        {
            throw new InvalidInputException("body", problem);
        }

        await effects.CallbackAsync(PaymentKinds, callback.IdempotencyKey, callback.Outcome, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> CaAsync(
        HttpRequest request,
        [FromKeyedServices(CallbackVerifier.OfCa)] CallbackVerifier verifier,
        EffectService effects,
        CancellationToken cancellationToken)
    {
        var body = await GenuineBodyAsync(request, verifier, cancellationToken);
        if (!CaCallback.TryParse(body.Span, out var callback, out var problem))
        {
            throw new InvalidInputException("body", problem);
        }

        await effects.CallbackAsync(callback.Kinds, callback.IdempotencyKey, callback.Outcome, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<ReadOnlyMemory<byte>> GenuineBodyAsync(
        HttpRequest request, CallbackVerifier verifier, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var check = verifier.Check(
            request.Headers[CallbackVerifier.IdHeader],
            request.Headers[CallbackVerifier.TimestampHeader],
            request.Headers[CallbackVerifier.SignatureHeader],
            bytes.Span);
        return check == CallbackCheck.Genuine
            ? bytes
            : throw new RefusedLogInException("invalid-signature", $"The callback is not believed: {check}.");
    }
}
