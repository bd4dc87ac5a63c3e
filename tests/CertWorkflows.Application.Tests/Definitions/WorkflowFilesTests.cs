using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Application.Tests.Definitions;

/// <summary>Every file under <c>workflows/</c> is a valid definition of activities that exist, is explained, and is laid out.</summary>
public sealed class WorkflowFilesTests
{
    private const int NodeWidth = 200;
    private const int NodeHeight = 60;

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddApplication(new ConfigurationBuilder().Build())
        .AddSingleton<ISealedTexts, NothingSealed>()
        .BuildServiceProvider();

    public static TheoryData<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Folder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "CertWorkflows.sln")))
            {
                folder = Path.GetDirectoryName(folder)!;
            }

            return Path.Combine(folder, "workflows");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Definition_OfEachFile_HasNoProblemsButEndsOfBranches(string file) =>
        Assert.DoesNotContain(Problems(Read(file)), p => p.Code != "unconnected-outcome");

    [Theory]
    [MemberData(nameof(Files))]
    public void Definition_WithAnUnknownActivity_IsRefused(string file)
    {
        var json = JsonNode.Parse(Read(file))!;
        json["root"]!["activities"]![1]!["type"] = "CertWorkflows.NoSuchActivity";
        Assert.Contains(Problems(json.ToJsonString()), p => !p.IsWarning && p.Message.Contains("NoSuchActivity", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Definition_OfEachFile_IsExplainedBesideIt(string file)
    {
        var page = File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".md")));
        Assert.Contains("```mermaid", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Definition_ReadAndWritten_IsTheSameDocument(string file)
    {
        var json = Read(file);
        var written = DefinitionWriter.Write(DefinitionReader.Read(json));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), written);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Layout_OfEachFile_HasNoOverlaps(string file)
    {
        var nodes = JsonNode.Parse(Read(file))!["root"]!["activities"]!.AsArray()
            .Select(a => (Id: (string)a!["id"]!, X: (int)a["metadata"]!["designer"]!["position"]!["x"]!, Y: (int)a["metadata"]!["designer"]!["position"]!["y"]!))
            .ToList();
        var overlapping =
            from a in nodes
            from b in nodes
            where string.CompareOrdinal(a.Id, b.Id) < 0 && Math.Abs(a.X - b.X) < NodeWidth && Math.Abs(a.Y - b.Y) < NodeHeight
            select $"{a.Id} and {b.Id}";
        Assert.Empty(overlapping);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static IReadOnlyList<DefinitionProblem> Problems(string json) => DefinitionValidator.Validate(
        DefinitionReader.Read(json), Services.GetRequiredService<ActivityRegistry>(), Services.GetRequiredService<ExpressionEvaluator>());

    /// <summary>Reading definitions seals nothing.</summary>
    private sealed class NothingSealed : ISealedTexts
    {
        public string Seal(string secret, Guid instanceId) => throw new InvalidOperationException("Nothing runs here.");

        public string Open(string payload, Guid instanceId) => payload;
    }
}
