using System.Linq.Expressions;
using System.Reflection;

namespace CertWorkflows.Server.Studio;

/// <summary>Rows in which one of several columns holds a text, upper and lower case being the same on both databases.</summary>
internal static class TextSearch
{
    private static readonly MethodInfo ToLower = typeof(string).GetMethod(nameof(string.ToLower), [])!;
    private static readonly MethodInfo Contains = typeof(string).GetMethod(nameof(string.Contains), [typeof(string)])!;

    /// <param name="term">What is looked for.</param>
    /// <param name="also">Another way in which a row fits; null for none.</param>
    /// <param name="columns">Where it is looked for.</param>
    public static Expression<Func<T, bool>> In<T>(string term, Expression<Func<T, bool>>? also, params Expression<Func<T, string?>>[] columns)
    {
        var lower = term.ToLowerInvariant();
        Expression<Func<string>> given = () => lower;
        var row = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, bool>>(
            columns.Select(column => (Expression)Expression.Call(Expression.Call(new Rebind(column.Parameters[0], row).Visit(column.Body), ToLower), Contains, given.Body))
                .Concat(also is null ? [] : [new Rebind(also.Parameters[0], row).Visit(also.Body)])
                .Aggregate(Expression.OrElse),
            row);
    }

    private sealed class Rebind(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
