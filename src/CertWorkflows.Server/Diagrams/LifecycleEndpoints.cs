using CertWorkflows.Application.Access;
using CertWorkflows.Domain;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Diagrams;

internal static class LifecycleEndpoints
{
    private const string SvgType = "image/svg+xml";

    public static void MapLifecycles(this IEndpointRouteBuilder api) =>
        api.MapGet("/lifecycles/{kind}.svg", Get).ForReaders().WithTags("Cases")
            .Produces<string>(StatusCodes.Status200OK, SvgType)
            .WithSummary("The state machine of a kind of thing (section 8) as a picture; with a state, that one is lit, and where it may go.");

    private static ContentHttpResult Get(string kind, string? state, HttpRequest request, HttpResponse response)
    {
        var graph = LifecycleGraph.Of(kind) ?? throw new NotFoundException("lifecycle", kind);
        if (state is not null && !graph.States.Contains(state))
        {
            throw new InvalidInputException("state", $"'{state}' is no state of a {kind}; possible are: {string.Join(", ", graph.States)}.");
        }

        response.Headers.Vary = "Accept-Language";
        return TypedResults.Text(LifecycleSvg.Draw(kind, graph, state, RequestLanguage.Of(request)), SvgType);
    }
}
