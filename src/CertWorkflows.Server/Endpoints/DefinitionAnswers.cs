using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Client;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Definitions and their problems as the API shows them.</summary>
internal static class DefinitionAnswers
{
    private const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    public static IReadOnlyList<WorkflowProblemDto> Problems(IEnumerable<DefinitionProblem> problems) =>
        [.. problems.Select(problem => new WorkflowProblemDto
        {
            Severity = problem.IsWarning ? ProblemSeverity.Warning : ProblemSeverity.Error,
            Code = problem.Code,
            NodeId = problem.NodeId,
            Message = problem.Message,
        })];

    public static WorkflowValidationDto Validation(IReadOnlyList<DefinitionProblem> problems) => new()
    {
        Valid = problems.All(problem => problem.IsWarning),
        Problems = Problems(problems),
    };

    public static WorkflowSavedDto Saved(SavedDefinition saved) => new()
    {
        DefinitionId = saved.Latest.DefinitionId,
        VersionId = saved.Latest.Id,
        LatestVersion = saved.Latest.Version,
        PublishedVersion = saved.Published,
        Problems = Problems(saved.Problems),
        ConsumingWorkflowCount = saved.ConsumingWorkflowCount,
        Consumers = [.. saved.Consumers.Select(consumer => new WorkflowConsumerDto
        {
            DefinitionId = consumer.DefinitionId,
            Version = consumer.Version,
            Update = Enum.Parse<WorkflowConsumerUpdate>(consumer.Update.ToString()),
            Problems = Problems(consumer.Problems),
        })],
    };

    /// <summary>The definition with the flags of its row, which change after the text was written.</summary>
    public static JsonObject Document(DefinitionVersion version)
    {
        var document = DefinitionWriter.ToJson(version.Definition());
        EditorMark.Set(document, null);
        return document;
    }

    /// <summary>An export as Elsa Studio writes and reads it (D-1, D-2).</summary>
    public static (string Name, byte[] Content) File(DefinitionVersion version, JsonObject document)
    {
        EditorMark.Set(document, null);
        document.Remove("$schema");
        document.Insert(0, "$schema", Schema);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"workflow-definition-{Slug(version.Name ?? version.DefinitionId)}-{version.DefinitionId}-{Slug(version.Id)}.json");
        return (name, Encoding.UTF8.GetBytes(document.ToJsonString(DefinitionWriter.Options) + "\n"));
    }

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
