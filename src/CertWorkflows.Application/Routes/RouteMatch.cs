using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Routes;

/// <summary>The endpoint that takes a request, and the rules that it has for it.</summary>
public abstract record RouteMatch(HttpEndpointRules Rules)
{
    /// <summary>A trigger: the request starts an instance.</summary>
    public sealed record Starts(HttpEndpointRules Rules, string DefinitionId, string ActivityId) : RouteMatch(Rules);

    /// <summary>A bookmark: the request resumes the instance.</summary>
    public sealed record Resumes(HttpEndpointRules Rules, Guid InstanceId, Guid BookmarkId) : RouteMatch(Rules);

    /// <summary>Several instances wait, of which the request names none; at least some of them.</summary>
    public sealed record Ambiguous(IReadOnlyList<Resumes> Candidates) : RouteMatch(Strictest(Candidates));

    // who may not call one of them does not learn either that it waits
    private static HttpEndpointRules Strictest(IReadOnlyList<Resumes> candidates) =>
        candidates.Select(candidate => candidate.Rules).OrderByDescending(rules => rules.Authorize).ThenByDescending(rules => rules.Policy is not null).First();
}
