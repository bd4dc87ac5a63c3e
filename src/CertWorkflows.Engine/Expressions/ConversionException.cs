namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// A value cannot become the wanted type in one of the few cases where E-25 demands an error instead of the
/// type's default: broken JSON text and unknown enum members.
/// </summary>
/// <param name="message">What was found and what was wanted.</param>
/// <param name="inner">The parser's own error, if there is one.</param>
public sealed class ConversionException(string message, Exception? inner = null) : Exception(message, inner);
