using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace CertWorkflows.Server.Http;

/// <summary>
/// Which addresses the API has. Routing answers 405 also where only the pages' catch-all route for files would take another
/// method, or where an id has no form of an id; there, nothing is at this address and 404 is the truth.
/// </summary>
internal sealed class ApiAddresses(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    public bool Exists(HttpContext context) => endpoints.Endpoints
        .OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern)
        .Any(pattern => pattern.RawText is ['/', ..] path && Problems.AreToldAt(path) && Fits(pattern, context));

    private bool Fits(RoutePattern pattern, HttpContext context)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(context.Request.Path, values)
            && pattern.Parameters.All(parameter => parameter.ParameterPolicies
                .Select(policy => policies.Create(parameter, policy))
                .OfType<IRouteConstraint>()
                .All(constraint => constraint.Match(context, null, parameter.Name, values, RouteDirection.IncomingRequest)));
    }
}
