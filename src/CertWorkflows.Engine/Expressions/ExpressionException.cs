namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// An expression could not be evaluated: it does not parse, it threw, it broke a limit, or its result cannot be
/// converted. It faults the activity that asked (E-4, E-18); it is never a reason to stop the process.
/// </summary>
public sealed class ExpressionException : Exception
{
    /// <summary>An error without a place in the text.</summary>
    public ExpressionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>An error at a place in the text of an expression.</summary>
    /// <param name="expressionType">The language, for example <c>JavaScript</c>.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="line">The line, counted from 1; null when unknown.</param>
    /// <param name="column">The column, counted from 1; null when unknown.</param>
    /// <param name="inner">The error of the language's engine.</param>
    public ExpressionException(
        string expressionType, string message, int? line, int? column, Exception? inner = null)
        : base(message, inner)
    {
        ExpressionType = expressionType;
        Line = line;
        Column = column;
    }

    /// <summary>The language whose evaluation failed; null when the scope itself refused.</summary>
    public string? ExpressionType { get; }

    /// <summary>The line of the error, counted from 1; null when unknown.</summary>
    public int? Line { get; }

    /// <summary>The column of the error, counted from 1; null when unknown.</summary>
    public int? Column { get; }
}
