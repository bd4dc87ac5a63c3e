using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Server.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Answers a repeated request with its first answer. The answer is committed by the use case with what it did, so there is no
/// moment in which one exists without the other.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IWorkflowStore store)
{
    public const string KeyHeader = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 255;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentMark>() is null
            || !context.Request.Headers.TryGetValue(KeyHeader, out var header))
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > MaxKeyLength || !key.All(c => c is >= ' ' and <= '~'))
        {
            throw new InvalidInputException(KeyHeader, $"1 to {MaxKeyLength} printable characters are needed.", "invalid-idempotency-key");
        }

        var request = new IdempotentRequest(context.User.ToCaller().Name, key, await HashAsync(context.Request, context.RequestAborted));
        if (await FindAsync(request, context.RequestAborted) is { } first)
        {
            await ReplayAsync(context, request, first);
            return;
        }

        context.Features.Set(request);
        try
        {
            await next(context);
        }
        catch (DuplicateRowException duplicate) when (duplicate.Constraint == StoredAnswer.KeyName)
        {
            // The same request ran at the same moment and committed first; ours did nothing.
            var winner = await FindAsync(request, context.RequestAborted) ?? throw new TurnConflictException(
                "The answer of the same request was there and is gone.", duplicate);
            await ReplayAsync(context, request, winner);
        }
        catch (Exception refusal) when (ExceptionMapper.ToProblem(refusal) is not null)
        {
            // The same request may have committed while this one ran, and be what it was refused for: a refund that is under way.
            var winner = await FindAsync(request, context.RequestAborted);
            if (winner is null)
            {
                throw;
            }

            await ReplayAsync(context, request, winner);
        }
    }

    private async Task<StoredAnswer?> FindAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        return await db.Answers.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Caller == request.Caller && a.Key == request.Key, cancellationToken);
    }

    private static async Task ReplayAsync(HttpContext context, IdempotentRequest request, StoredAnswer answer)
    {
        if (answer.RequestHash != request.RequestHash)
        {
            await Problems.WriteAsync(context, Problems.Create(
                422, "idempotency-key-reused", "This Idempotency-Key came with another request before; use a new key for a new request."));
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers[ReplayedHeader] = "true";
        if (answer.Location is not null)
        {
            context.Response.Headers.Location = answer.Location;
        }

        // Answers with a version were tagged with it.
        if (JsonNode.Parse(answer.Body)?["version"]?.GetValue<long>() is { } version)
        {
            context.Response.Tag(version);
        }

        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        body.Position = 0;
        request.Body = body;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Marks an endpoint that takes an <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotentMark;

/// <summary>What a handler hands to its use case so that the answer is kept, when the request asked for it.</summary>
internal sealed class AnswerKeeper(IdempotentRequest? request, TimeProvider clock, JsonSerializerOptions json)
{
    public static ValueTask<AnswerKeeper> BindAsync(HttpContext context) => ValueTask.FromResult(new AnswerKeeper(
        context.Features.Get<IdempotentRequest>(),
        context.RequestServices.GetRequiredService<TimeProvider>(),
        context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions));

    /// <summary>The request; null when it carried no key.</summary>
    public IdempotentRequest? Request => request;

    /// <summary>The row that repeats this answer; null when the request carried no key.</summary>
    public StoredAnswer? Keep(object body, string? location, int status = StatusCodes.Status201Created) => request?.Answer(
        status, JsonSerializer.Serialize(body, json), location, clock.GetUtcNow());
}

internal static class IdempotentEndpoints
{
    /// <summary>Lets callers repeat the request safely.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder builder) => builder.WithMetadata(new IdempotentMark());
}
