using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Designer;

/// <summary>Elsa Studio's files as its package brings them, with the shell's laid over them. The list is made once, when the first file is asked for.</summary>
internal sealed partial class DesignerFiles
{
    private const string Package = "node_modules/@elsa-workflows/elsa-studio-wasm";
    private const string Shell = "shell";
    private const string Page = "index.html";

    private static readonly (string Name, string Ending)[] Compressions = [("br", ".br"), ("gzip", ".gz")];

    private readonly string? _folder;
    private readonly Lazy<FrozenDictionary<string, DesignerFile>> _files;

    public DesignerFiles(IOptions<DesignerOptions> options)
    {
        _folder = options.Value.Folder ?? Find();
        _files = new(List);
        HasStudio = _folder is not null && Directory.Exists(Path.Combine(_folder, Package));
    }

    /// <summary>Whether the package is there; without it there is nothing to show.</summary>
    public bool HasStudio { get; }

    /// <summary>The page that shows Studio; every address of the designer that is no file.</summary>
    public DesignerFile? Index => _files.Value.GetValueOrDefault(Page);

    public DesignerFile? File(string path) => _files.Value.GetValueOrDefault(path);

    private FrozenDictionary<string, DesignerFile> List()
    {
        var files = new Dictionary<string, DesignerFile>(StringComparer.Ordinal);
        if (_folder is not null)
        {
            var package = Path.Combine(_folder, Package);
            Add(files, package, VersionOf(package));
            Add(files, Path.Combine(_folder, Shell), null);
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Beside the program once it is published, else the checkout's.</summary>
    private static string? Find()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var folder = Path.Combine(place.FullName, "designer");
            if (Directory.Exists(Path.Combine(folder, Shell)))
            {
                return folder;
            }
        }

        return null;
    }

    /// <param name="files">What is known so far; a file of the same name is replaced.</param>
    /// <param name="root">The folder whose files stand at the designer's root.</param>
    /// <param name="version">The version that all files belong to; null: each has its time of change.</param>
    private static void Add(Dictionary<string, DesignerFile> files, string root, string? version)
    {
        if (!Directory.Exists(root))
        {
            return;
        }

        var types = new FileExtensionContentTypeProvider { Mappings = { [".dat"] = "application/octet-stream", [".md"] = "text/markdown" } };
        var all = new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(file => file.FullName, StringComparer.Ordinal);
        foreach (var file in all.Values.Where(file => file.Extension is not (".br" or ".gz")))
        {
            var name = Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            files[name] = new DesignerFile(
                file.FullName,
                types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
                [.. Compressions.Where(compression => all.ContainsKey(file.FullName + compression.Ending))],
                string.Create(CultureInfo.InvariantCulture, $"{version ?? file.LastWriteTimeUtc.Ticks.ToString("x", CultureInfo.InvariantCulture)}-{file.Length:x}"),
                version is not null && Hashed().IsMatch(name));
        }
    }

    private static string VersionOf(string package)
    {
        var file = Path.Combine(package, "package.json");
        if (!System.IO.File.Exists(file))
        {
            return "";
        }

        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(file));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Names such as <c>MudBlazor.h6q3x2b9ak.wasm</c>.</summary>
    [GeneratedRegex(@"^_framework/.+\.[a-z0-9]{10}\.\w+$", RegexOptions.NonBacktracking)]
    private static partial Regex Hashed();
}
