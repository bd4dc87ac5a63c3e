using CertWorkflows.Server.Routes;

namespace CertWorkflows.Server.Http;

/// <summary>What a browser may do with our answers.</summary>
internal static class SecurityHeaders
{
    // Data needs nothing from a browser.
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    // Pages load from this host only. Blazor's and Scalar's start-up scripts and MudBlazor's styles stand inline in the page, and the
    // designer's code editor makes its workers itself.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        + "form-action 'self'; frame-ancestors 'self'";

    // What a workflow answers stands under the name of our own pages: a browser shows it without running anything, as of a site of its own.
    private const string WorkflowPolicy =
        "sandbox allow-forms allow-downloads; default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        var api = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        headers.XContentTypeOptions = "nosniff";
        var workflow = context.IsForWorkflow();
        headers.XFrameOptions = api || workflow ? "DENY" : "SAMEORIGIN";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = api ? ApiPolicy : workflow ? WorkflowPolicy : PagePolicy;
        if (api || workflow)
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    });
}
