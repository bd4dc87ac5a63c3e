using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>Reads definitions as Elsa Studio 3.8 exports them (D-1 to D-25).</summary>
public static class DefinitionReader
{
    /// <summary>How deep the JSON of a definition may be nested.</summary>
    public const int MaxDepth = 256;

    /// <summary>Reads one definition version.</summary>
    /// <param name="json">One JSON object, at most 256 levels deep.</param>
    /// <exception cref="DefinitionException">The text is no definition; all problems are listed with their JSON paths.</exception>
    public static WorkflowDefinition Read(string json)
    {
        var problems = new List<DefinitionProblem>();
        if (Parse(json, problems) is not { } source)
            throw new DefinitionException(problems);
        var form = new DefinitionForm(source, problems);
        var definition = Read(form, source);
        CheckActivity(definition.Root, "$.root", problems);
        if (problems.Any(problem => !problem.IsWarning))
            throw new DefinitionException([.. problems.Where(problem => !problem.IsWarning)]);
        ActivityIds.Assign(definition.Root, ActivityIds.Workflow);
        return definition with { Warnings = problems };
    }

    private static JsonObject? Parse(string json, List<DefinitionProblem> problems)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            if (JsonNode.Parse(json, documentOptions: options) is JsonObject source)
                return source;
            problems.Add(new DefinitionProblem("malformed", "$", "A definition is a JSON object."));
        }
        catch (JsonException exception)
        {
            problems.Add(new DefinitionProblem("malformed", exception.Path ?? "$", $"The text is no JSON: {exception.Message}"));
        }

        return null;
    }

    private static WorkflowDefinition Read(DefinitionForm form, JsonObject source)
    {
        var options = form.Object("options") ?? [];
        return new WorkflowDefinition
        {
            Source = source,
            Root = Root(form, source),
            Id = form.Text("id") ?? "",
            DefinitionId = form.Text("definitionId") ?? "",
            TenantId = form.Text("tenantId"),
            Name = form.Text("name"),
            Description = form.Text("description"),
            CreatedAt = form.Time("createdAt"),
            Version = form.Number("version") ?? 1,
            ToolVersion = form.Text("toolVersion"),
            Variables = form.Items("variables", Variable),
            Inputs = form.Items("inputs", Argument),
            Outputs = form.Items("outputs", Argument),
            Outcomes = form.Texts("outcomes"),
            IsReadonly = form.Flag("isReadonly") ?? false,
            IsSystem = form.Flag("isSystem") ?? false,
            IsLatest = form.Flag("isLatest") ?? false,
            IsPublished = form.Flag("isPublished") ?? false,
            Options = new WorkflowOptions(
                Strategy(ActivityJson.Text(options, "activationStrategyType")),
                Strategy(ActivityJson.Text(options, "incidentStrategyType")),
                ActivityJson.Flag(options, "usableAsActivity") ?? form.Flag("usableAsActivity") ?? false,
                ActivityJson.Flag(options, "autoUpdateConsumingWorkflows") ?? false,
                ActivityJson.Text(options, "activityCategory"),
                ActivityJson.Text(options, "commitStrategyName")),
        };
    }

    private static JsonObject Root(DefinitionForm form, JsonObject source)
    {
        if (form.Object("root") is { } root)
            return root;
        root = new JsonObject { ["id"] = "Sequence1", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray() };
        source["root"] = root;
        return root;
    }

    /// <summary>The last dotted part of a strategy's name, before the comma and without <c>Strategy</c> (D-5).</summary>
    private static string? Strategy(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var type = name.Split(',')[0].Trim();
        var last = type[(type.LastIndexOf('.') + 1)..];
        return last.EndsWith("Strategy", StringComparison.Ordinal) ? last[..^"Strategy".Length] : last;
    }

    private static VariableDefinition? Variable(JsonObject json, string path, List<DefinitionProblem> problems)
    {
        var name = ActivityJson.Text(json, "name") ?? "";
        var value = ActivityJson.Member(json, "value");
        if (value is not null && ActivityJson.AsText(value) is null)
        {
            problems.Add(new DefinitionProblem(
                "variable-value", path + ".value", $"The value of variable '{name}' must be a text or null, found {value.GetValueKind()}."));
            return null;
        }

        var alias = ActivityJson.Text(json, "typeName");
        if (TypeRef.TryParse(alias, ActivityJson.Flag(json, "isArray") ?? false) is not { } type)
        {
            problems.Add(new DefinitionProblem(
                "variable-type", path + ".typeName", $"Variable '{name}' has the unknown type '{alias}' and is left out.", true));
            return null;
        }

        return VariableReader.Create(json, name, type, ActivityJson.AsText(value), fallbackId: name);
    }

    private static ArgumentDefinition? Argument(JsonObject json, string path, List<DefinitionProblem> problems)
    {
        if (ActivityJson.Text(json, "name") is not { Length: > 0 } name)
        {
            problems.Add(new DefinitionProblem("argument-name", path + ".name", "An input or output needs a name."));
            return null;
        }

        var type = ActivityJson.Text(json, "type") ?? "Object";
        return new ArgumentDefinition(
            name,
            ActivityJson.Flag(json, "isArray") == true ? type + "[]" : type,
            ActivityJson.Text(json, "displayName"),
            ActivityJson.Text(json, "description"),
            ActivityJson.Text(json, "category"),
            VariableReader.IsStored(ActivityJson.Text(json, "storageDriverType")));
    }

    private static void CheckActivity(JsonObject activity, string path, List<DefinitionProblem> problems)
    {
        var type = ActivityJson.Text(activity, "type");
        if (string.IsNullOrWhiteSpace(type))
            problems.Add(new DefinitionProblem("activity-type", path + ".type", "An activity needs the member 'type', a text."));
        if (type == NotFound.TypeName && ActivityJson.Text(activity, NotFound.OriginalJson) is null)
        {
            problems.Add(new DefinitionProblem(
                "not-found-original", path, $"An activity of type {NotFound.TypeName} needs the member '{NotFound.OriginalJson}', a text."));
        }

        foreach (var (_, below, child) in ActivityJson.Children(activity))
            CheckActivity(child, path + below, problems);
    }
}
