using System.Globalization;
using System.Threading.RateLimiting;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Routes;

namespace CertWorkflows.Server.Http;

internal static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition);
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return new ValueTask(Problems.WriteAsync(rejected.HttpContext, Problems.Create(429, null, null)));
            };
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        if (!Problems.AreToldAt(context.Request.Path) && !context.IsForWorkflow())
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var options = context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<RateLimitOptions>>().Value;
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        if (context.Request.Path.StartsWithSegments("/api/v1/tokens", StringComparison.OrdinalIgnoreCase))
        {
            return RateLimitPartition.GetSlidingWindowLimiter($"tokens {address}", _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.LogInsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            });
        }

        if (context.Request.Path.StartsWithSegments(Endpoints.ConfirmationEndpoints.Path, StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments(Endpoints.CustomerRequestEndpoints.Path, StringComparison.OrdinalIgnoreCase))
        {
            return RateLimitPartition.GetSlidingWindowLimiter($"confirmations {address}", _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.ConfirmationsPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            });
        }

        var caller = context.User.Identity is { IsAuthenticated: true } ? $"caller {context.User.ToCaller().Name}" : $"address {address}";
        return RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = Math.Max(1, options.PerSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(options.PerSecond >= 10 ? 100 : 1000),
            QueueLimit = 0,
        });
    }
}
