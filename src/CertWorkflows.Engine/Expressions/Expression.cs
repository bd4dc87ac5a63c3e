namespace CertWorkflows.Engine.Expressions;

/// <summary>An expression as a definition holds it (D-12): a language name and its text or value.</summary>
/// <param name="Type">
/// The language, matched exactly: <c>Literal</c>, <c>Object</c>, <c>Json</c>, <c>Variable</c>, <c>Input</c>,
/// <c>JavaScript</c>, <c>Liquid</c> or <c>Delegate</c> (E-1). Any other name evaluates to null.
/// </param>
/// <param name="Value">
/// A text (a JSON object or array is given as its raw text), a decimal number, a boolean or null.
/// </param>
public sealed record Expression(string Type, object? Value);
