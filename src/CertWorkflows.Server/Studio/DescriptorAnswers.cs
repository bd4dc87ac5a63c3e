using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var types = activities.Descriptors;
        var written = _written;
        if (written is null || !ReferenceEquals(written.Types, types))
        {
            var json = Write(types);
            _written = written = new Written(types, json, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\""));
        }

        return (written.Json, written.Tag);
    }

    /// <summary>The options of an input's editor; null where there is no such input.</summary>
    public JsonObject? Options(string typeName, string inputName) =>
        activities.Descriptors
            .Where(descriptor => descriptor.TypeName == typeName)
            .MaxBy(descriptor => descriptor.Version)?
            .Inputs.FirstOrDefault(input => string.Equals(input.Name, inputName, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found.UiSpecifications ?? []
            : null;

    private static byte[] Write(IReadOnlyList<ActivityDescriptor> types) =>
        JsonSerializer.SerializeToUtf8Bytes(new StudioList<ActivityDescriptor>(types, types.Count), StudioJson.Options);

    private sealed record Written(IReadOnlyList<ActivityDescriptor> Types, byte[] Json, EntityTagHeaderValue Tag);
}
