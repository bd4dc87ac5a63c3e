using System.Linq.Expressions;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Server.Studio;

/// <summary>What Studio's list of instances can be asked. Empty texts and lists mean no filter.</summary>
internal sealed record InstanceQuery
{
    public const int MaxPageSize = 200;

    /// <summary>Matches are counted up to here: beyond it nobody turns pages, and a count of millions takes seconds.</summary>
    public const int MaxCount = 10_000;

    public int Page { get; init; }

    public int PageSize { get; init; } = 10;

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public IReadOnlyList<string>? DefinitionVersionIds { get; init; }

    public IReadOnlyList<string>? WorkflowInstanceIds { get; init; }

    public string? CorrelationId { get; init; }

    public IReadOnlyList<string>? CorrelationIds { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public bool? IsSystem { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<string>? Statuses { get; init; }

    public string? SubStatus { get; init; }

    public IReadOnlyList<string>? SubStatuses { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public IReadOnlyList<TimestampFilter?>? TimestampFilters { get; init; }

    /// <summary>Only in filters of alterations, where none is taken.</summary>
    public IReadOnlyList<JsonObject>? ActivityFilters { get; init; }

    public IQueryable<WorkflowInstance> Apply(IQueryable<WorkflowInstance> instances)
    {
        // none of our instances is one of the system's own
        instances = IsSystem == true ? instances.Where(_ => false) : instances;
        instances = ByKeys(ByStatus(instances));
        if (!string.IsNullOrEmpty(SearchTerm))
        {
            Expression<Func<WorkflowInstance, bool>>? isIt = Guid.TryParse(SearchTerm, out var id) ? i => i.Id == id : null;
            instances = instances.Where(TextSearch.In(
                SearchTerm, isIt, i => i.DefinitionId, i => i.DefinitionVersionId, i => i.Name, i => i.CorrelationId));
        }

        return (TimestampFilters ?? []).OfType<TimestampFilter>().Aggregate(instances, (found, filter) => found.Where(filter.ToExpression()));
    }

    public IQueryable<WorkflowInstance> PageOf(IQueryable<WorkflowInstance> instances)
    {
        if (Page is < 0 or > MaxCount || PageSize is < 1 or > MaxPageSize)
        {
            throw new InvalidInputException("page", $"Pages are counted from 0 and have 1 to {MaxPageSize} rows; found page {Page} of {PageSize}.");
        }

        var descending = StudioParameters.IsDescending(OrderDirection) ?? true;
        var ordered = OrderBy?.ToUpperInvariant() switch
        {
            null or "" or "CREATED" => By(instances, i => i.CreatedAt, descending),
            "LASTEXECUTED" or "UPDATEDAT" => By(instances, i => i.UpdatedAt, descending),
            "FINISHED" => By(instances, i => i.FinishedAt, descending),
            "NAME" => By(instances, i => i.Name, descending),
            _ => throw new InvalidInputException("orderBy", $"'{OrderBy}' is none of Created, LastExecuted, Finished, Name."),
        };
        return ordered.Skip(Page * PageSize).Take(PageSize);
    }

    private static IQueryable<WorkflowInstance> By<T>(IQueryable<WorkflowInstance> instances, Expression<Func<WorkflowInstance, T>> key, bool descending) =>
        descending ? instances.OrderByDescending(key).ThenByDescending(i => i.Id) : instances.OrderBy(key).ThenBy(i => i.Id);

    private IQueryable<WorkflowInstance> ByStatus(IQueryable<WorkflowInstance> instances)
    {
        if (Known<WorkflowStatus>("status", Status, Statuses) is { Count: > 0 } statuses)
        {
            instances = instances.Where(i => statuses.Contains(i.Status));
        }

        if (Known<WorkflowSubStatus>("subStatus", SubStatus, SubStatuses) is { Count: > 0 } subStatuses)
        {
            instances = instances.Where(i => subStatuses.Contains(i.SubStatus));
        }

        if (HasIncidents is { } wanted)
        {
            instances = instances.Where(i => i.IncidentCount > 0 == wanted);
        }

        return instances;
    }

    private IQueryable<WorkflowInstance> ByKeys(IQueryable<WorkflowInstance> instances)
    {
        if (Given(DefinitionId, DefinitionIds) is { Count: > 0 } definitions)
        {
            instances = instances.Where(i => definitions.Contains(i.DefinitionId));
        }

        if (Given(null, DefinitionVersionIds) is { Count: > 0 } versions)
        {
            instances = instances.Where(i => versions.Contains(i.DefinitionVersionId));
        }

        if (Given(CorrelationId, CorrelationIds) is { Count: > 0 } correlations)
        {
            instances = instances.Where(i => i.CorrelationId != null && correlations.Contains(i.CorrelationId));
        }

        if (Given(null, Names) is { Count: > 0 } names)
        {
            instances = instances.Where(i => i.Name != null && names.Contains(i.Name));
        }

        if (Given(null, WorkflowInstanceIds) is { Count: > 0 } ids)
        {
            var parsed = ids.Where(id => Guid.TryParse(id, out _)).Select(Guid.Parse).ToList();
            instances = instances.Where(i => parsed.Contains(i.Id));
        }

        return Version is { } number ? instances.Where(i => i.DefinitionVersion == number) : instances;
    }

    private static List<string> Given(string? one, IReadOnlyList<string>? several) =>
        [.. (several ?? []).Append(one).OfType<string>().Where(text => text.Length > 0)];

    private static List<string> Known<T>(string name, string? one, IReadOnlyList<string>? several)
        where T : struct, Enum => Given(one, several).ConvertAll(text =>
            Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value.ToString()
                : text.Equals("Interrupted", StringComparison.OrdinalIgnoreCase) // Studio knows it; no instance of ours is ever that
                    ? text
                    : throw new InvalidInputException(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}."));
}

/// <summary>A bound on one of an instance's instants.</summary>
internal sealed record TimestampFilter(string Column, string Operator, DateTimeOffset Timestamp)
{
    public Expression<Func<WorkflowInstance, bool>> ToExpression()
    {
        Expression<Func<WorkflowInstance, DateTimeOffset?>> column = Column?.ToUpperInvariant() switch
        {
            "CREATEDAT" => i => i.CreatedAt,
            "UPDATEDAT" => i => i.UpdatedAt,
            "FINISHEDAT" => i => i.FinishedAt,
            _ => throw new InvalidInputException("timestampFilters.column", $"'{Column}' is none of CreatedAt, UpdatedAt, FinishedAt."),
        };
        var comparison = Operator?.ToUpperInvariant() switch
        {
            "IS" => ExpressionType.Equal,
            "ISNOT" => ExpressionType.NotEqual,
            "LESSTHAN" => ExpressionType.LessThan,
            "GREATERTHAN" => ExpressionType.GreaterThan,
            "LESSTHANOREQUAL" => ExpressionType.LessThanOrEqual,
            "GREATERTHANOREQUAL" => ExpressionType.GreaterThanOrEqual,
            _ => throw new InvalidInputException(
                "timestampFilters.operator", $"'{Operator}' is none of Is, IsNot, LessThan, GreaterThan, LessThanOrEqual, GreaterThanOrEqual."),
        };
        DateTimeOffset? timestamp = Timestamp.ToUniversalTime();
        Expression<Func<DateTimeOffset?>> given = () => timestamp;
        return Expression.Lambda<Func<WorkflowInstance, bool>>(Expression.MakeBinary(comparison, column.Body, given.Body), column.Parameters);
    }
}
