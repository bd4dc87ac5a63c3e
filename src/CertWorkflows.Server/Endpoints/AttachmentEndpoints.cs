using System.Security.Claims;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Client;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Files beside a task.</summary>
internal static class AttachmentEndpoints
{
    /// <summary>What a form needs around its file.</summary>
    private const int FormOverhead = 64 * 1024;

    public static void MapAttachments(this RouteGroupBuilder tasks)
    {
        tasks.MapPost("/{id:guid}/attachments", AttachAsync).DisableAntiforgery()
            .Accepts<IFormFile>("multipart/form-data").WithSummary("Puts a file beside a task: the field 'file' of a form.");
        tasks.MapGet("/{id:guid}/attachments/{attachmentId:guid}", DownloadAsync).WithSummary("A file beside a task.");
        tasks.MapDelete("/{id:guid}/attachments/{attachmentId:guid}", DetachAsync).WithSummary("Takes a file away from an open task.");
    }

    private static async Task<Created<TaskAttachmentDto>> AttachAsync(
        Guid id,
        HttpRequest request,
        TaskFiles files,
        TaskReader reader,
        IOptions<TaskFileOptions> options,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var (name, content) = await ReadAsync(request, options.Value.MaxBytes, cancellationToken);
        var attachment = await files.AddAsync(id, name, content, user.ToCaller(), cancellationToken);
        var names = await reader.NamesAsync(cancellationToken);
        return TypedResults.Created($"{Api.BasePath}/tasks/{id}/attachments/{attachment.Id}", new TaskAttachmentDto
        {
            Id = attachment.Id.ToString(),
            Name = attachment.Name,
            ContentType = attachment.ContentType,
            Size = attachment.Size,
            Sha256 = attachment.Sha256,
            By = Words.Person(attachment.Author, names),
            At = attachment.At,
        });
    }

    /// <summary>Always as a file to save: nothing that a stranger sent is shown in the place of our pages.</summary>
    private static async Task<FileContentHttpResult> DownloadAsync(
        Guid id, Guid attachmentId, TaskFiles files, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var attachment = await files.GetAsync(id, attachmentId, user.ToCaller(), cancellationToken);
        return TypedResults.File(attachment.Content, attachment.ContentType, attachment.Name);
    }

    private static async Task<NoContent> DetachAsync(
        Guid id, Guid attachmentId, TaskFiles files, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await files.RemoveAsync(id, attachmentId, user.ToCaller(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<(string Name, byte[] Content)> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            throw new InvalidInputException("file", "A form (multipart/form-data) with the field 'file' is needed.");
        }

        if (request.ContentLength > maxBytes + FormOverhead)
        {
            throw new InvalidInputException("file", $"The request has {request.ContentLength} bytes; a file of at most {maxBytes} is possible.", "attachment-size");
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var file = form.Files is [{ Name: "file" } only]
            ? only
            : throw new InvalidInputException("file", $"One file in the field 'file' is needed; there are {form.Files.Count}.");
        if (file.Length > maxBytes)
        {
            throw new InvalidInputException("file", $"The file has {file.Length} bytes; at most {maxBytes} are possible.", "attachment-size");
        }

        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, cancellationToken);
        return (file.FileName, content.ToArray());
    }
}
