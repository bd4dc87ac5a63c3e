using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Xml.Linq;
using CertWorkflows.Domain;

namespace CertWorkflows.Server.Diagrams;

/// <summary>Draws a state machine; the present state is lit, and so are the moves that leave it. The picture's name says the same in words.</summary>
internal static class LifecycleSvg
{
    private const double Width = 204;
    private const double Height = 40;
    private const double GapX = 28;
    private const double GapY = 52;
    private const double Margin = 44;

    private const string Style = """
        .cw-lifecycle { font: 13px system-ui, "Noto Sans", "Noto Sans SC", "Microsoft YaHei", sans-serif; min-width: 34rem; max-width: 100%; height: auto; --ink: #1b1b1b; --line: #8b95a3; --paper: #ffffff; --lit: #1f4e79; --on-lit: #ffffff; }
        @media (prefers-color-scheme: dark) { .cw-lifecycle { --ink: #f2f2f2; --line: #7d8797; --paper: #27272f; --lit: #8ab8e6; --on-lit: #10212f; } }
        [data-theme=light] .cw-lifecycle { --ink: #1b1b1b; --line: #8b95a3; --paper: #ffffff; --lit: #1f4e79; --on-lit: #ffffff; }
        [data-theme=dark] .cw-lifecycle { --ink: #f2f2f2; --line: #7d8797; --paper: #27272f; --lit: #8ab8e6; --on-lit: #10212f; }
        .cw-lifecycle text { fill: var(--ink); text-anchor: middle; dominant-baseline: central; } .cw-lifecycle rect { fill: var(--paper); stroke: var(--line); }
        .cw-lifecycle path { fill: none; stroke: var(--line); stroke-width: 1.2; } .cw-lifecycle marker path { fill: var(--line); stroke: none; }
        .cw-lifecycle .next > rect, .cw-lifecycle .leaving > path { stroke: var(--lit); stroke-width: 2.5; } .cw-lifecycle .lit-arrow path { fill: var(--lit); stroke: none; }
        .cw-lifecycle .present > rect { fill: var(--lit); stroke: var(--lit); stroke-width: 3; } .cw-lifecycle .present > text { fill: var(--on-lit); font-weight: 700; }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ResourceManager Texts = new($"{typeof(LifecycleSvg).Namespace}.LifecycleTexts", Assembly.GetExecutingAssembly());

    public static string Draw(string kind, LifecycleGraph graph, string? present, CultureInfo language)
    {
        var rows = LifecycleLayout.Rows(graph);
        var inner = rows.Max(row => RowWidth(row.Count));
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (depth, row) in rows.Index())
        {
            foreach (var (index, state) in row.Index())
            {
                var left = Margin + (inner - RowWidth(row.Count)) / 2 + index * (Width + GapX);
                places[state] = new Place(left, 8 + depth * (Height + GapY), depth);
            }
        }

        var (width, height) = (inner + 2 * Margin, rows.Count * (Height + GapY) + 8);
        var title = Title(kind, graph, present, language);
        return new XElement(
            Svg + "svg",
            new XAttribute("class", "cw-lifecycle"), new XAttribute("role", "img"), new XAttribute("aria-label", title),
            new XAttribute("viewBox", $"0 0 {Px(width)} {Px(height)}"), new XAttribute("width", Px(width)), new XAttribute("height", Px(height)),
            new XElement(Svg + "title", title),
            new XElement(Svg + "style", Style),
            new XElement(Svg + "defs", Arrowhead("cw-move", null), Arrowhead("cw-move-lit", "lit-arrow")),
            Moves(graph, places, present).OrderBy(move => move.Attribute("class") is not null),
            places.Select(place => State(place.Key, place.Value, Text($"{kind}.{place.Key}", language), present, graph)))
            .ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>What a state is called.</summary>
    public static string NameOf(string kind, string state, CultureInfo language) => Text($"{kind}.{state}", language);

    private static string Title(string kind, LifecycleGraph graph, string? present, CultureInfo language)
    {
        var name = Text(kind, language);
        if (present is null)
        {
            return string.Format(language, Text("all", language), name);
        }

        var next = graph.After(present).Select(state => NameOf(kind, state, language)).ToList();
        return string.Format(
            language, Text(next.Count == 0 ? "end" : "now", language), name, NameOf(kind, present, language), string.Join(Text("separator", language), next));
    }

    private static IEnumerable<XElement> Moves(LifecycleGraph graph, Dictionary<string, Place> places, string? present) =>
        from move in graph.Moves
        where move.From != move.To
        group move by (move.From, move.To) into moves
        let leaving = moves.Key.From == present
        select new XElement(
            Svg + "g",
            leaving ? new XAttribute("class", "leaving") : null,
            new XAttribute("data-from", moves.Key.From), new XAttribute("data-to", moves.Key.To),
            new XElement(
                Svg + "path",
                new XAttribute("d", Path(places[moves.Key.From], places[moves.Key.To])),
                new XAttribute("marker-end", leaving ? "url(#cw-move-lit)" : "url(#cw-move)")));

    private static XElement State(string state, Place place, string name, string? present, LifecycleGraph graph)
    {
        var look = state == present ? "present" : present is not null && graph.After(present).Contains(state) ? "next" : null;
        return new XElement(
            Svg + "g",
            look is null ? null : new XAttribute("class", look), new XAttribute("data-state", state),
            new XElement(
                Svg + "rect",
                new XAttribute("x", Px(place.X)), new XAttribute("y", Px(place.Y)), new XAttribute("width", Px(Width)), new XAttribute("height", Px(Height)),
                new XAttribute("rx", "8")),
            new XElement(
                Svg + "text", new XAttribute("x", Px(place.X + Width / 2)), new XAttribute("y", Px(place.Y + Height / 2)),
                state == present ? $"● {name}" : name));
    }

    // Down to the next row straight, into a row further down or up around the side, within a row below it.
    private static string Path(Place from, Place to)
    {
        var (a, b) = (from.X + Width / 2, to.X + Width / 2);
        if (to.Row == from.Row + 1)
        {
            return Curve(a, from.Y + Height, a, from.Y + Height + GapY / 2, b, to.Y - GapY / 2, b, to.Y);
        }

        if (to.Row == from.Row)
        {
            return Curve(a, from.Y + Height, a, from.Y + Height + GapY * 0.8, b, to.Y + Height + GapY * 0.8, b, to.Y + Height);
        }

        var (x1, x2) = (from.X + Width, to.X + Width);
        var side = Math.Max(x1, x2) + Margin;
        return Curve(x1, from.Y + Height / 2, side, from.Y + Height / 2, side, to.Y + Height / 2, x2, to.Y + Height / 2);
    }

    private static string Curve(double x1, double y1, double cx1, double cy1, double cx2, double cy2, double x2, double y2) =>
        $"M {Px(x1)} {Px(y1)} C {Px(cx1)} {Px(cy1)}, {Px(cx2)} {Px(cy2)}, {Px(x2)} {Px(y2)}";

    private static XElement Arrowhead(string id, string? look) => new(
        Svg + "marker",
        new XAttribute("id", id), look is null ? null : new XAttribute("class", look), new XAttribute("viewBox", "0 0 10 10"), new XAttribute("refX", "9"),
        new XAttribute("refY", "5"), new XAttribute("markerWidth", "9"), new XAttribute("markerHeight", "9"),
        new XAttribute("markerUnits", "userSpaceOnUse"), new XAttribute("orient", "auto"),
        new XElement(Svg + "path", new XAttribute("d", "M 0 0 L 10 5 L 0 10 z")));

    private static double RowWidth(int states) => states * (Width + GapX) - GapX;

    private static string Text(string key, CultureInfo language) =>
        Texts.GetString(key, language) ?? throw new MissingManifestResourceException(key);

    private static string Px(double pixels) => Math.Round(pixels, 1).ToString(CultureInfo.InvariantCulture);

    private sealed record Place(double X, double Y, int Row);
}
