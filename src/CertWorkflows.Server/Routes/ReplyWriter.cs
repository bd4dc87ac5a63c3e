using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Http;
using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Routes;

/// <summary>Writes what a workflow answered; what it did is committed by now .</summary>
internal static class ReplyWriter
{
    public static Task WriteAsync(HttpContext context, WaitingRequest waiting) => waiting switch
    {
        { Reply: { Body: { } body, Filename: not null } file } => SendFileAsync(context, file, body),
        { Reply: { } reply } => SendAsync(context, reply),
        { Incidents: [] } => SendAsync(context, new HttpReply(200, new Dictionary<string, IReadOnlyList<string>>(), null, null)),
        _ => Problems.WriteAsync(context, WorkflowRoutes.WithInstance(Failed(waiting.Incidents[0], waiting.InstanceId!.Value), waiting.InstanceId)),
    };

    private static async Task SendAsync(HttpContext context, HttpReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, values) in reply.Headers)
        {
            response.Headers[name] = values.ToArray();
        }

        if (reply.Body is not { } body)
        {
            return;
        }

        response.ContentType = reply.ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static Task SendFileAsync(HttpContext context, HttpReply reply, byte[] body)
    {
        var tag = reply.EntityTag is null ? null : new EntityTagHeaderValue(reply.EntityTag);
        return TypedResults.File(body, reply.ContentType, reply.Filename, reply.AllowsRanges, entityTag: tag).ExecuteAsync(context);
    }

    /// <summary>What failed is the operator's to see; whoever called learns which instance it was.</summary>
    private static Microsoft.AspNetCore.Mvc.ProblemDetails Failed(Incident incident, Guid instanceId) => incident.Exception.Type switch
    {
        nameof(TimeoutException) or nameof(OperationCanceledException) or nameof(TaskCanceledException) =>
            Problems.Create(408, null, $"The workflow ran out of time; see instance {instanceId}."),
        nameof(BadHttpRequestException) => Problems.Create(400, null, $"The workflow refused the request; see instance {instanceId}."),
        _ => Problems.Create(500, "workflow-failed", $"The workflow failed before it answered; see instance {instanceId}."),
    };
}
