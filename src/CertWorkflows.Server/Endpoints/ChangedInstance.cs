using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Client;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CertWorkflows.Server.Endpoints;

/// <summary>The answer of a call that changes an instance: made inside the turn, so that it can be kept for the request's key.</summary>
internal sealed class ChangedInstance(DefinitionCatalog catalog, AnswerKeeper keeper, HttpResponse response)
{
    private InstanceDto? _answer;

    public static async ValueTask<ChangedInstance> BindAsync(HttpContext context) => new(
        context.RequestServices.GetRequiredService<DefinitionCatalog>(), await AnswerKeeper.BindAsync(context), context.Response);

    /// <summary>Makes the answer from what is about to be committed; to be handed to the use case.</summary>
    public async ValueTask<StoredAnswer?> KeepAsync(CaseTurn turn, WorkflowInstance instance, CancellationToken cancellationToken)
    {
        _answer = await InstanceAnswers.FullAsync(turn.Db, instance, catalog, cancellationToken);
        return keeper.Keep(_answer, null, StatusCodes.Status200OK);
    }

    public Ok<InstanceDto> Ok()
    {
        response.Tag(_answer!.Version);
        return TypedResults.Ok(_answer);
    }
}
