using System.Collections;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Activities;

/// <summary>Elsa.WriteFileHttpResponse: answers the request with a file, several ones in an archive (5.7).</summary>
internal sealed class WriteFileHttpResponseActivity : Activity
{
    private const string Base64Mark = "base64:";

    public override ActivityDescriptor Descriptor { get; } =
        new DescriptorBuilder("Elsa.WriteFileHttpResponse", "HTTP", "HTTP File Response", "Answers the request with a file.")
            .Input("ContentType", TypeRef.String, "Type of the file.", displayName: "Content Type")
            .Input("Filename", TypeRef.String, "Name of the file.")
            .Input("EntityTag", TypeRef.String, "Tag of this state of the file.", displayName: "Entity Tag")
            .Input("Content", TypeRef.Object, "Bytes, text, a file, or a list of these.", hint: UiHints.MultiLine)
            .Input("EnableResumableDownloads", TypeRef.Boolean, "Let the receiver ask for parts.", displayName: "Enable Resumable Downloads")
            .Input("DownloadCorrelationId", TypeRef.String, "Not used here.", displayName: "Download Correlation ID")
            .Build();

    public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var files = Files(context.Input("Content")).ToList();
        if (files.Count == 0)
        {
            context.Answer(new HttpReply(204, new Dictionary<string, IReadOnlyList<string>>(), null, null));
            return new(ActivityResult.Done);
        }

        var file = files.Count == 1 ? files[0] : Archive(files, context.Now);
        var name = context.Input<string>("Filename");
        var type = context.Input<string>("ContentType");
        if (!string.IsNullOrWhiteSpace(type) && !System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out _))
            throw new WorkflowFaultException($"'{type}' is no content type.", "InvalidContentType", "HTTP");
        context.Answer(new HttpReply(200, new Dictionary<string, IReadOnlyList<string>>(), string.IsNullOrWhiteSpace(type) ? file.ContentType : type, file.Content)
        {
            Filename = string.IsNullOrWhiteSpace(name) ? file.Filename : name,
            EntityTag = Tag(context.Input<string>("EntityTag")),
            AllowsRanges = context.Input<bool>("EnableResumableDownloads"),
        });
        return new(ActivityResult.Done);
    }

    public override IEnumerable<DefinitionProblem> Check(ActivityNode node)
    {
        if (node.FindInput("DownloadCorrelationId") is { IsGiven: true, Constant: not (null or "") } or { Expression: not null })
        {
            yield return new DefinitionProblem(
                "input-not-used",
                node.NodeId,
                $"Activity '{node.Id}' names a download correlation id; here each part of a download is made anew by the workflow, so it has no effect.",
                true);
        }
    }

    private static IEnumerable<HttpFile> Files(object? content) => content switch
    {
        null or "" => [],
        byte[] bytes => [new HttpFile(null, "file.bin", "application/octet-stream", bytes)],
        string text => [OfText(text)],
        _ when HttpFile.Of(content) is { } file => [file],
        _ when SequenceConversion.Pairs(content) is not null => [OfJson(content)],
        IEnumerable items => items.Cast<object?>().SelectMany(Files),
        _ => [OfJson(content)],
    };

    private static HttpFile OfJson(object content) => new(null, "file.json", "application/json", Encoding.UTF8.GetBytes(JsonValues.Text(content)));

    private static HttpFile OfText(string text)
    {
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw new WorkflowFaultException(
                $"The content is the address '{ValueText.Excerpt(text)}'; fetch it with Elsa.DownloadHttpFile first and give its result here.", "AddressAsContent", "HTTP");
        }

        if (!text.StartsWith(Base64Mark, StringComparison.OrdinalIgnoreCase))
            return new HttpFile(null, "file.txt", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
        var encoded = text[Base64Mark.Length..];
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length)
            ? new HttpFile(null, "file.bin", "application/octet-stream", bytes[..length])
            : throw new WorkflowFaultException("The content begins with 'base64:', but what follows is no base64.", "InvalidContent", "HTTP");
    }

    private static HttpFile Archive(List<HttpFile> files, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(Unused(file.Filename, used));
                entry.LastWriteTime = now;
                using var stream = entry.Open();
                stream.Write(file.Content);
            }
        }

        return new HttpFile(null, "download.zip", "application/zip", buffer.ToArray());
    }

    private static string Unused(string name, HashSet<string> used)
    {
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        for (var number = 2; !used.Add(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}{extension}");
        return name;
    }

    private static string? Tag(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
            return null;
        var tag = given.Trim().Trim('"');
        return tag.All(letter => letter is '!' or (>= '#' and <= '~'))
            ? $"\"{tag}\""
            : throw new WorkflowFaultException($"'{given}' is no entity tag: printable ASCII characters without blanks and quotes are possible.", "InvalidEntityTag", "HTTP");
    }
}
