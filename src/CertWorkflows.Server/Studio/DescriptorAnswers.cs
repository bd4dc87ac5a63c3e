using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using Microsoft.Net.Http.Headers;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// The descriptors of all activity types, written once: Studio asks for them after every save. They have an ETag, so that a browser which
/// has them is told so.
/// </summary>
internal sealed class DescriptorAnswers(DesignerActivities activities)
{
    private Written? _written;

    public (byte[] Json, EntityTagHeaderValue Tag) Current()
    {
        var registry = activities.Current;
        var written = _written;
        if (written is null || !ReferenceEquals(written.Registry, registry))
        {
            var json = Write(registry);
            _written = written = new Written(registry, json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\""));
        }

        return (written.Json, written.Tag);
    }

    /// <summary>The options of an input's editor; null where there is no such input.</summary>
    public JsonObject? Options(string typeName, string inputName) =>
        activities.Current.Descriptors
            .Where(descriptor => descriptor.TypeName == typeName)
            .MaxBy(descriptor => descriptor.Version)?
            .Inputs.FirstOrDefault(input => string.Equals(input.Name, inputName, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.UiSpecifications ?? []
            : null;

    private static byte[] Write(ActivityRegistry registry)
    {
        var items = new JsonArray([.. registry.Descriptors.Select(descriptor => Write(descriptor, registry))]);
        var count = items.Count;
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["items"] = items, ["count"] = count }, StudioJson.Options);
    }

    private static JsonObject Write(ActivityDescriptor descriptor, ActivityRegistry registry)
    {
        var json = JsonSerializer.SerializeToNode(descriptor, StudioJson.Options)!.AsObject();
        if (registry.Find(descriptor.TypeName, descriptor.Version) is WorkflowAsActivity used)
        {
            Describe(json, used.Definition);
        }

        return json;
    }

    /// <summary>By these members Studio knows a type as a workflow, offers its versions and opens it.</summary>
    private static void Describe(JsonObject json, WorkflowDefinition definition)
    {
        JsonObject Reference() => new() { ["WorkflowDefinitionId"] = definition.DefinitionId, ["WorkflowDefinitionVersionId"] = definition.Id };
        var custom = Reference();
        custom.Insert(0, "RootType", "WorkflowDefinitionActivity");
        json["customProperties"] = custom;
        var construction = Reference();
        construction["Version"] = definition.Version;
        json["constructionProperties"] = construction;
        json["ports"]!.AsArray().Insert(0, new JsonObject { ["name"] = "Root", ["displayName"] = "Root", ["type"] = nameof(PortType.Embedded), ["isBrowsable"] = false });
        foreach (var argument in json["inputs"]!.AsArray().Concat(json["outputs"]!.AsArray()))
        {
            argument!["isSynthetic"] = true;
        }
    }

    private sealed record Written(ActivityRegistry Registry, byte[] Json, EntityTagHeaderValue Tag);
}
