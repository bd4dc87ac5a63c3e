using System.Text.Json.Nodes;
using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Diagrams;

/// <summary>
/// Places the activities of a workflow: those of a flowchart where its author put them, or in columns by their distance from the start where nobody
/// did; those of any other container one below the other.
/// </summary>
internal static class DiagramLayout
{
    public const double Header = 28;

    private const double LeafWidth = 200;
    private const double LeafHeight = 60;
    private const double Gap = 40;
    private const double ColumnGap = 80;
    private const double Padding = 40;
    private const string FlowchartSlot = "Activities";

    public static DiagramBox Of(CompiledWorkflow workflow) => Place(workflow.Root.Children[0]);

    private static DiagramBox Place(ActivityNode node)
    {
        if (node.Children.Count == 0)
        {
            return new DiagramBox(node, 0, 0, LeafWidth, LeafHeight, [], []);
        }

        var children = node.Children.Select(Place).ToList();
        var connections = Connections(node, children);
        var placed = connections is null ? Stack(children) : Chart(children, connections);
        // What an author placed left of or above the origin moves the others, not itself out of the picture.
        var (left, top) = (placed.Min(box => box.X), placed.Min(box => box.Y));
        placed = [.. placed.Select(box => box with { X = box.X - left + Padding, Y = box.Y - top + Padding + Header })];
        var after = new Dictionary<DiagramBox, DiagramBox>(children.Zip(placed, KeyValuePair.Create), ReferenceEqualityComparer.Instance);
        return new DiagramBox(
            node, 0, 0, placed.Max(box => box.X + box.Width) + Padding, placed.Max(box => box.Y + box.Height) + Padding, placed,
            [.. (connections ?? InOrder(node, children)).Select(arrow => arrow with { From = after[arrow.From], To = after[arrow.To] })]);
    }

    /// <summary>Null where the container has no arrows of its own.</summary>
    private static List<DiagramArrow>? Connections(ActivityNode node, List<DiagramBox> children)
    {
        if (node.Raw("connections") is not JsonArray connections)
        {
            return null;
        }

        var byId = children.ToLookup(box => box.Node.Id, StringComparer.Ordinal);
        return
        [
            .. from connection in connections.OfType<JsonObject>()
               let source = connection["source"] as JsonObject
               let target = connection["target"] as JsonObject
               let @from = byId[Text(source?["activity"]) ?? ""].FirstOrDefault()
               let to = byId[Text(target?["activity"]) ?? ""].FirstOrDefault()
               where @from is not null && to is not null
               select new DiagramArrow(@from, to, Text(source?["port"])),
        ];
    }

    private static IEnumerable<DiagramArrow> InOrder(ActivityNode node, List<DiagramBox> children) =>
        node.SlotList(FlowchartSlot).Count == children.Count
            ? children.Zip(children.Skip(1), (first, second) => new DiagramArrow(first, second, null))
            : [];

    private static List<DiagramBox> Stack(List<DiagramBox> children)
    {
        var y = 0d;
        var placed = new List<DiagramBox>(children.Count);
        foreach (var box in children)
        {
            placed.Add(box with { Y = y });
            y += box.Height + Gap;
        }

        return placed;
    }

    private static List<DiagramBox> Chart(List<DiagramBox> children, List<DiagramArrow> arrows)
    {
        var positions = children.ConvertAll(Position);
        return positions.Distinct().Count() == children.Count && !positions.Contains(null)
            ? [.. children.Zip(positions, (box, at) => box with { X = at!.Value.X, Y = at.Value.Y })]
            : Columns(children, arrows);
    }

    private static (double X, double Y)? Position(DiagramBox box) =>
        box.Node.Raw("metadata") is JsonObject metadata
        && metadata["designer"] is JsonObject designer
        && designer["position"] is JsonObject position
        && Number(position["x"]) is { } x
        && Number(position["y"]) is { } y
            ? (x, y)
            : null;

    /// <summary>Each box one column right of the first box that leads to it; boxes that nothing leads to stand in the first column.</summary>
    private static List<DiagramBox> Columns(List<DiagramBox> children, List<DiagramArrow> arrows)
    {
        var column = new Dictionary<DiagramBox, int>(ReferenceEqualityComparer.Instance);
        var next = new Queue<DiagramBox>(children.Where(box => arrows.All(arrow => !ReferenceEquals(arrow.To, box))).DefaultIfEmpty(children[0]));
        foreach (var box in next)
        {
            column[box] = 0;
        }

        while (next.TryDequeue(out var box))
        {
            foreach (var arrow in arrows.Where(arrow => ReferenceEquals(arrow.From, box) && column.TryAdd(arrow.To, column[box] + 1)))
            {
                next.Enqueue(arrow.To);
            }
        }

        var x = 0d;
        var places = new Dictionary<DiagramBox, DiagramBox>(ReferenceEqualityComparer.Instance);
        foreach (var group in children.GroupBy(box => column.GetValueOrDefault(box)).OrderBy(group => group.Key))
        {
            var stacked = Stack([.. group]);
            foreach (var (box, place) in group.Zip(stacked))
            {
                places[box] = place with { X = x };
            }

            x += stacked.Max(box => box.Width) + ColumnGap;
        }

        return [.. children.Select(box => places[box])];
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}
