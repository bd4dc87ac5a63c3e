using System.Globalization;
using System.Xml.Linq;

namespace CertWorkflows.Server.Diagrams;

/// <summary>Draws a placed workflow as SVG. Each activity is a group with its id and state, so that a page can light it up.</summary>
internal static class DiagramSvg
{
    private const int LongestLabel = 26;
    private const double Margin = 12;
    private const double BackwardBend = 50;

    private const string Style = """
        .cw-diagram { font: 13px system-ui, "Noto Sans", "Noto Sans SC", "Microsoft YaHei", sans-serif; --ink: #1b1b1b; --quiet: #5c6470; --line: #8b95a3; --paper: #ffffff; --inner: #f5f7fa; }
        @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) .cw-diagram { --ink: #f2f2f2; --quiet: #b6bdc9; --line: #6e7787; --paper: #27272f; --inner: #1e1e24; } }
        :root[data-theme=dark] .cw-diagram { --ink: #f2f2f2; --quiet: #b6bdc9; --line: #6e7787; --paper: #27272f; --inner: #1e1e24; }
        .cw-diagram text { fill: var(--ink); } .cw-diagram .quiet, .cw-diagram .outcome { fill: var(--quiet); font-size: 11px; }
        .cw-diagram .outcome { text-anchor: middle; paint-order: stroke; stroke: var(--inner); stroke-width: 4px; }
        .cw-diagram rect { fill: var(--paper); stroke: var(--line); } .cw-diagram .inside > rect { fill: var(--inner); }
        .cw-diagram path { fill: none; stroke: var(--line); stroke-width: 1.5; } .cw-diagram marker path { fill: var(--line); stroke: none; }
        .cw-diagram .taken > path { stroke: #2e7d5b; stroke-width: 2.5; }
        .cw-diagram [data-state=done] > rect { stroke: #2e7d5b; stroke-width: 2.5; }
        .cw-diagram [data-state=begun] > rect, .cw-diagram [data-state=waiting] > rect { stroke: #b7791f; stroke-width: 3.5; stroke-dasharray: 6 3; }
        .cw-diagram [data-state=failed] > rect { stroke: #c84646; stroke-width: 3.5; } .cw-diagram [data-state=cancelled] > rect { stroke: #777; stroke-dasharray: 2 3; }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <param name="root">The placed workflow.</param>
    /// <param name="progress">What has happened.</param>
    /// <param name="title">What the picture shows, for those who cannot see it.</param>
    public static string Draw(DiagramBox root, DiagramProgress progress, string title)
    {
        var (width, height) = (root.Width + 2 * Margin, root.Height + 2 * Margin);
        return new XElement(
            Svg + "svg",
            new XAttribute("class", "cw-diagram"), new XAttribute("role", "img"), new XAttribute("aria-label", title),
            new XAttribute("viewBox", $"0 0 {Px(width)} {Px(height)}"), new XAttribute("width", Px(width)), new XAttribute("height", Px(height)),
            new XElement(Svg + "title", title),
            new XElement(Svg + "style", Style),
            new XElement(
                Svg + "defs",
                new XElement(
                    Svg + "marker", new XAttribute("id", "cw-arrow"), new XAttribute("viewBox", "0 0 10 10"), new XAttribute("refX", "9"), new XAttribute("refY", "5"),
                    new XAttribute("markerWidth", "7"), new XAttribute("markerHeight", "7"), new XAttribute("orient", "auto-start-reverse"),
                    new XElement(Svg + "path", new XAttribute("d", "M 0 0 L 10 5 L 0 10 z")))),
            Box(root, progress, Margin, Margin)).ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Box(DiagramBox box, DiagramProgress progress, double x, double y)
    {
        var leaf = box.Children.Count == 0;
        var node = box.Node;
        var (name, type) = (NameOf(box), node.Activity.Descriptor.DisplayName ?? node.Activity.Descriptor.Name);
        return new XElement(
            Svg + "g",
            new XAttribute("transform", $"translate({Px(x)} {Px(y)})"), new XAttribute("class", leaf ? "leaf" : "inside"),
            new XAttribute("data-activity", node.Id), new XAttribute("data-node", node.NodeId),
            progress.StateOf(node.NodeId) is { } state ? new XAttribute("data-state", state) : null,
            new XElement(Svg + "title", $"{name} ({type}, {node.Id})"),
            new XElement(Svg + "rect", new XAttribute("width", Px(box.Width)), new XAttribute("height", Px(box.Height)), new XAttribute("rx", "6")),
            Text(12, leaf ? 25 : 19, Short(name), null),
            leaf ? Text(12, 45, Short(type), "quiet") : null,
            box.Arrows.Select(arrow => Arrow(arrow, progress)),
            box.Children.Select(child => Box(child, progress, child.X, child.Y)));
    }

    private static XElement Arrow(DiagramArrow arrow, DiagramProgress progress)
    {
        var (a, b) = (arrow.From, arrow.To);
        var below = arrow.Outcome is null;
        var (x1, y1) = below ? (a.X + a.Width / 2, a.Y + a.Height) : (a.X + a.Width, a.Y + a.Height / 2);
        var (x2, y2) = below ? (b.X + b.Width / 2, b.Y) : (b.X, b.Y + b.Height / 2);
        var bend = x2 > x1 ? Math.Max(40, (x2 - x1) / 2) : BackwardBend;
        var path = below ? $"M {Px(x1)} {Px(y1)} L {Px(x2)} {Px(y2)}"
            : $"M {Px(x1)} {Px(y1)} C {Px(x1 + bend)} {Px(y1)}, {Px(x2 - bend)} {Px(y2)}, {Px(x2)} {Px(y2)}";
        return new XElement(
            Svg + "g",
            progress.Took(a.Node.NodeId, arrow.Outcome) && progress.StateOf(b.Node.NodeId) is not null ? new XAttribute("class", "taken") : null,
            new XAttribute("data-from", a.Node.Id), new XAttribute("data-to", b.Node.Id), new XAttribute("data-outcome", arrow.Outcome ?? ""),
            new XElement(Svg + "path", new XAttribute("d", path), new XAttribute("marker-end", "url(#cw-arrow)")),
            arrow.Outcome is null or "Done" ? null : Text((x1 + x2) / 2, (y1 + y2) / 2 - 4, Short(arrow.Outcome), "outcome"));
    }

    private static string NameOf(DiagramBox box) =>
        box.Node.Raw("metadata") is System.Text.Json.Nodes.JsonObject metadata
        && metadata["displayText"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : box.Node.Name ?? box.Node.Id;

    private static XElement Text(double x, double y, string text, string? look) => new(
        Svg + "text", new XAttribute("x", Px(x)), new XAttribute("y", Px(y)), look is null ? null : new XAttribute("class", look), text);

    private static string Short(string text) => text.Length <= LongestLabel ? text : text[..(LongestLabel - 1)] + "…";

    private static string Px(double pixels) => Math.Round(pixels, 1).ToString(CultureInfo.InvariantCulture);
}
