using CertWorkflows.Client;
using CertWorkflows.Infrastructure.Connectors.Guards;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using ClientCircuit = CertWorkflows.Client.ConnectorCircuit;

namespace CertWorkflows.Server.Endpoints;

internal static class ConnectorEndpoints
{
    public static void MapConnectors(this IEndpointRouteBuilder api) =>
        api.MapGet("/connectors", List).WithTags("Connectors").ForOperators()
            .WithSummary("How this node's connectors to the outside world fare since it started.");

    private static Ok<IReadOnlyList<ConnectorDto>> List(ConnectorHealths connectors) =>
        TypedResults.Ok<IReadOnlyList<ConnectorDto>>([.. connectors.All().Select(ToDto)]);

    private static ConnectorDto ToDto(ConnectorHealth health) => new()
    {
        Name = health.Name,
        Mode = health.Mode,
        Kinds = health.Kinds,
        Circuit = health.Circuit.As<ClientCircuit>(),
        OpenUntil = health.OpenUntil,
        Rate = health.Rate is not { } rate ? null : new ConnectorRateDto
        {
            Calls = rate.Calls,
            PerSeconds = (int)rate.Per.TotalSeconds,
            Available = rate.Available,
        },
        Succeeded = health.Attempts.Succeeded,
        Accepted = health.Attempts.Accepted,
        Rejected = health.Attempts.Rejected,
        Failed = health.Attempts.Failed,
        Postponed = health.Attempts.Postponed,
        LastAnswerAt = health.Attempts.LastAnswerAt,
        LastFailureAt = health.Attempts.LastFailureAt,
        LastFailure = health.Attempts.LastFailure,
    };
}
