using CertWorkflows.Engine.Definitions;

namespace CertWorkflows.Server.Diagrams;

/// <summary>One activity of the picture; a container holds the boxes of its children. All lengths are pixels, relative to the box around it.</summary>
/// <param name="Node">The activity.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Children">What is drawn inside.</param>
/// <param name="Arrows">From which child to which.</param>
internal sealed record DiagramBox(
    ActivityNode Node, double X, double Y, double Width, double Height, IReadOnlyList<DiagramBox> Children, IReadOnlyList<DiagramArrow> Arrows);

/// <summary>A connection between two children of a box.</summary>
/// <param name="From">The box it leaves.</param>
/// <param name="To">The box it reaches.</param>
/// <param name="Outcome">The outcome that takes it; null in a list, where one step just follows the other.</param>
internal sealed record DiagramArrow(DiagramBox From, DiagramBox To, string? Outcome);
