namespace CertWorkflows.Engine.Definitions;

/// <summary>A connection of a flowchart as written (D-24).</summary>
/// <param name="Source">Id of the source activity.</param>
/// <param name="Port">Outcome; <see langword="null"/> matches none.</param>
/// <param name="Target">Id of the target activity.</param>
/// <param name="TargetPort">Without effect, but part of what makes two connections equal (D-25).</param>
internal sealed record Connection(string Source, string? Port, string Target, string? TargetPort);
