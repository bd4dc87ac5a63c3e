using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Routes;

/// <summary>The endpoint that takes a request, and the rules that it has for it.</summary>
public abstract record RouteMatch(HttpEndpointRules Rules)
{
    /// <summary>A trigger: the request starts an instance.</summary>
    public sealed record Starts(HttpEndpointRules Rules, string DefinitionId, string ActivityId) : RouteMatch(Rules);

    /// <summary>A bookmark: the request resumes the instance.</summary>
    public sealed record Resumes(HttpEndpointRules Rules, Guid InstanceId, Guid BookmarkId) : RouteMatch(Rules);
}
