using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Definitions;

/// <summary>A variable of a definition or of a container (D-17 to D-19).</summary>
/// <param name="Id">What bindings and Variable expressions name.</param>
/// <param name="Name">What scripts name.</param>
/// <param name="Type">Values assigned are converted to it .</param>
/// <param name="Default">Text it starts with, converted anew for each execution; <see langword="null"/> for none.</param>
/// <param name="IsStored">Whether the value survives a suspension (D-18); otherwise the default is back after it.</param>
public sealed record VariableDefinition(string Id, string Name, TypeRef Type, string? Default, bool IsStored);
