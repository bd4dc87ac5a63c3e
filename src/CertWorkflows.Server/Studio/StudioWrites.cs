using System.Globalization;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Studio;

/// <summary>
/// What Studio hands in, as a draft to save. Studio has no ETags, but it echoes <c>customProperties</c>: so the answer that it opens a
/// definition with carries a mark there, of the editor and the revision, by which a later save is known to be made to an older state.
/// </summary>
internal static class StudioWrites
{
    public const char MarkSeparator = ':';

    /// <summary>Where the request's item says which definition was to be saved, for the refusal's message.</summary>
    public const string SavedDefinition = "studio-definition";

    private static readonly string[] Collections = ["variables", "inputs", "outputs", "outcomes"];
    private static readonly string[] Objects = ["customProperties", "options"];

    /// <summary>A save of an open editor, or the first one of a new definition.</summary>
    public static SaveDraft Save(JsonObject model, bool publish, ActivityRegistry types, TimeProvider clock)
    {
        if (model["root"] is JsonObject root)
        {
            DesignerForm.Complete(root, types);
        }

        var (editor, revision) = TakeMark(model);
        var definitionId = StudioJson.Text(model["definitionId"]);
        return Draft(model, definitionId, clock) with
        {
            Publish = publish,
            Editor = definitionId is null || editor is null ? NewId(clock) : editor,
            Revision = definitionId is null ? null : revision,
        };
    }

    /// <summary>A file that is brought in goes on top of what is there, as a draft: that is what it is brought in for.</summary>
    public static SaveDraft Import(JsonObject model, TimeProvider clock)
    {
        TakeMark(model);
        model.Remove("$schema");
        return Draft(model, StudioJson.Text(model["definitionId"]), clock) with { Editor = NewId(clock) };
    }

    private static SaveDraft Draft(JsonObject model, string? definitionId, TimeProvider clock)
    {
        foreach (var name in Collections)
        {
            model[name] ??= new JsonArray();
        }

        foreach (var name in Objects)
        {
            model[name] ??= new JsonObject();
        }

        model.Remove("links");
        if (model["root"] is JsonObject root)
        {
            DesignerForm.Restore(root);
        }
        else
        {
            model.Remove("root");
        }

        return new SaveDraft(definitionId ?? NewId(clock), model.ToJsonString(DefinitionWriter.Compact)) { KeepsOtherMembers = true };
    }

    private static (string? Editor, long? Revision) TakeMark(JsonObject model)
    {
        var mark = EditorMark.Of(model)?.Split(MarkSeparator);
        EditorMark.Set(model, null);
        return mark is [var editor, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? (editor, revision)
            : (null, null);
    }

    private static string NewId(TimeProvider clock) => Ids.New(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
}
