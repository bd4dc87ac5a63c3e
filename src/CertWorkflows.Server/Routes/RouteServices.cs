using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Routes;

internal static class RouteServices
{
    public static IServiceCollection AddWorkflowRoutes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RouteOptions>().Bind(configuration.GetSection(RouteOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RouteOptions>, RouteOptionsValidator>();
        return services.AddSingleton<RequestReader>().AddSingleton<WorkflowRoutes>();
    }

    /// <summary>Whether a request is for a workflow.</summary>
    public static bool IsForWorkflow(this HttpContext context) => context.Request.Path.StartsWithSegments(
        context.RequestServices.GetRequiredService<IOptions<RouteOptions>>().Value.BasePath, StringComparison.OrdinalIgnoreCase);
}
