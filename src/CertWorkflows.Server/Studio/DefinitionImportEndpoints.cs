using System.IO.Compression;
using System.Security.Claims;
using System.Text;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Endpoints;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// Brings files in, each as a draft: of the definition that it names, or a new one. Nothing that is brought in runs before somebody has
/// published it. Several files come in all or, where one cannot be read, none.
/// </summary>
internal static class DefinitionImportEndpoints
{
    private const int MaxFiles = 200;
    private const int MaxUploadBytes = 32 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapDefinitionImports(this IEndpointRouteBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions").ForAnalysts();
        definitions.MapPost("/import", ImportAsync).WithMetadata(new RequestSizeLimitAttribute(DefinitionEndpoints.MaxDefinitionBytes));
        definitions.MapPost("/import-files", ImportFilesAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxUploadBytes))
            .WithFormOptions(multipartBodyLengthLimit: MaxUploadBytes)
            .DisableAntiforgery();
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request, DefinitionService definitions, StudioDefinitions studio, TimeProvider clock, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var draft = StudioWrites.Import(await StudioJson.ReadObjectAsync(request, cancellationToken), clock);
        var caller = user.ToCaller();
        var saved = await definitions.SaveAsync(draft, caller, cancellationToken);
        return StudioJson.Answer(await studio.FullAsync(saved.Latest, caller, draft.Editor, cancellationToken));
    }

    private static async Task<IResult> ImportFilesAsync(
        IFormFileCollection files, DefinitionService definitions, TimeProvider clock, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var texts = new List<(string Name, string Json)>();
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            await AddAsync(texts, file.FileName, content, cancellationToken);
        }

        if (texts.Count == 0)
        {
            throw new InvalidInputException("files", "One or more files are needed, each JSON or a zip of such files.");
        }

        var drafts = texts.ConvertAll(text => Draft(text.Name, text.Json, clock));
        foreach (var draft in drafts)
        {
            await definitions.SaveAsync(draft, user.ToCaller(), cancellationToken);
        }

        return StudioJson.Answer(new Imported(drafts.Count));
    }

    private static SaveDraft Draft(string name, string json, TimeProvider clock)
    {
        try
        {
            var draft = StudioWrites.Import(StudioJson.Parse(json), clock) with { Editor = null };
            DefinitionReader.Read(draft.Json);
            return draft;
        }
        catch (DefinitionException unreadable)
        {
            throw new DefinitionException([.. unreadable.Problems.Select(problem => problem with { Message = $"{name}: {problem.Message}" })]);
        }
        catch (InvalidInputException unreadable)
        {
            throw new InvalidInputException(name, unreadable.Message);
        }
    }

    private static async Task AddAsync(List<(string Name, string Json)> texts, string name, Stream content, CancellationToken cancellationToken)
    {
        if (!name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            texts.Add((name, await TextAsync(name, content, cancellationToken)));
            return;
        }

        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                if (entry.FullName.StartsWith("__MACOSX", StringComparison.Ordinal))
                {
                    continue;
                }

                if (texts.Count == MaxFiles)
                {
                    throw new InvalidInputException(name, $"At most {MaxFiles} files can come in at once.");
                }

                await using var file = await entry.OpenAsync(cancellationToken);
                texts.Add(($"{name}/{entry.FullName}", await TextAsync(entry.FullName, file, cancellationToken)));
            }
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or ArgumentOutOfRangeException)
        {
            // the latter for what is too short to have a directory
            throw new InvalidInputException(name, "The file is no zip.");
        }
    }

    /// <summary>At most one definition's size is unpacked, whatever the archive says of itself.</summary>
    private static async Task<string> TextAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[DefinitionEndpoints.MaxDefinitionBytes + 1];
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == buffer.Length)
        {
            throw new InvalidInputException(name, $"A definition has at most {DefinitionEndpoints.MaxDefinitionBytes} bytes.");
        }

        try
        {
            var text = Utf8.GetString(buffer, 0, length).TrimStart('\uFEFF');
            StrictText.CheckJson(text, DefinitionReader.MaxDepth);
            return text;
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(name, "The file is not UTF-8.");
        }
    }

    private sealed record Imported(int Count);
}
