using System.Linq.Expressions;
using CertWorkflows.Application.Access;
using CertWorkflows.Client;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Http;

/// <summary>Which page of a list is wanted: <c>?limit=</c> (1 to 200, default 50) and <c>&amp;cursor=</c>.</summary>
internal readonly record struct PageQuery(
    [FromQuery(Name = "limit")] int? Limit, [FromQuery(Name = "cursor")] string? Cursor)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <exception cref="InvalidInputException">Out of range.</exception>
    public int Size => Limit switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => Limit.Value,
        _ => throw new InvalidInputException("limit", $"1 to {MaxLimit} is possible."),
    };

    /// <summary>
    /// Reads one page in the order of a key and then of the id, going on after the cursor by both: rows that come or go in
    /// between neither repeat nor hide others.
    /// </summary>
    /// <param name="list">Name of the list and its order; a cursor of another one is refused.</param>
    /// <param name="id">The id; a value that the database orders, whatever wraps it here.</param>
    /// <param name="guid">The id as it goes into the cursor.</param>
    /// <param name="wrap">The id as it comes out of the cursor.</param>
    public async Task<Page<TItem>> ReadAsync<TRow, TKey, TId, TItem>(
        IQueryable<TRow> rows,
        string list,
        Expression<Func<TRow, TKey>> key,
        Expression<Func<TRow, TId>> id,
        bool descending,
        Func<TId, Guid> guid,
        Func<Guid, TId> wrap,
        Func<TRow, TItem> map,
        CancellationToken cancellationToken)
        where TRow : class
        where TKey : notnull
    {
        if (Cursor is not null)
        {
            var (afterKey, afterId) = Http.Cursor.Read<TKey>(list, Cursor);
            rows = rows.Where(After(key, id, afterKey, wrap(afterId), descending));
        }

        var ordered = descending ? rows.OrderByDescending(key).ThenByDescending(id) : rows.OrderBy(key).ThenBy(id);
        var found = await ordered.AsNoTracking().Take(Size + 1).ToListAsync(cancellationToken);
        var more = found.Count > Size;
        var items = more ? found.GetRange(0, Size) : found;
        return new Page<TItem>
        {
            Items = [.. items.Select(map)],
            NextCursor = more ? Http.Cursor.Write(list, key.Compile()(items[^1]), guid(id.Compile()(items[^1]))) : null,
        };
    }

    /// <summary>The usual case: rows with a plain id.</summary>
    public Task<Page<TItem>> ReadAsync<TRow, TKey, TItem>(
        IQueryable<TRow> rows,
        string list,
        Expression<Func<TRow, TKey>> key,
        Expression<Func<TRow, Guid>> id,
        bool descending,
        Func<TRow, TItem> map,
        CancellationToken cancellationToken)
        where TRow : class
        where TKey : notnull =>
        ReadAsync(rows, list, key, id, descending, g => g, g => g, map, cancellationToken);

    /// <summary>One page of a short list that is read whole; the cursor counts.</summary>
    public Page<TItem> Slice<TRow, TItem>(IReadOnlyList<TRow> rows, string list, Func<TRow, TItem> map)
    {
        var start = Cursor is null ? 0 : Http.Cursor.Read<int>(list, Cursor).Key;
        if (start < 0)
        {
            throw new InvalidInputException("cursor", "This list did not answer with such a cursor.", "invalid-cursor");
        }

        return new Page<TItem>
        {
            Items = [.. rows.Skip(start).Take(Size).Select(map)],
            NextCursor = start + Size < rows.Count ? Http.Cursor.Write(list, start + Size, Guid.Empty) : null,
        };
    }

    private static Expression<Func<TRow, bool>> After<TRow, TKey, TId>(
        Expression<Func<TRow, TKey>> key, Expression<Func<TRow, TId>> id, TKey afterKey, TId afterId, bool descending)
    {
        var row = key.Parameters[0];
        var byKey = Compare(key.Body, afterKey);
        var byId = Compare(new Rename(id.Parameters[0], row).Visit(id.Body), afterId);
        var zero = Expression.Constant(0);
        Func<Expression, Expression, Expression> beyond = descending ? Expression.LessThan : Expression.GreaterThan;
        Func<Expression, Expression, Expression> from = descending ? Expression.LessThanOrEqual : Expression.GreaterThanOrEqual;

        // The first condition says where an index is entered; the second leaves out what of that key was read already.
        return Expression.Lambda<Func<TRow, bool>>(
            Expression.AndAlso(from(byKey, zero), Expression.OrElse(beyond(byKey, zero), beyond(byId, zero))), row);
    }

    // The databases translate any static Compare(a, b) of two equal types, also of ids that are wrapped here.
    private static MethodCallExpression Compare<T>(Expression column, T value) => Expression.Call(
        typeof(PageQuery), nameof(Compare), [typeof(T)], column, Expression.Property(Expression.Constant(new Box<T>(value)), nameof(Box<>.Value)));

    private static int Compare<T>(T left, T right) => Comparer<T>.Default.Compare(left, right);

    // A member of a constant becomes a parameter of the query, so that its plan is found again.
    private sealed record Box<T>(T Value);

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
