using System.Reflection;

namespace CertWorkflows.Domain.Tests;

/// <summary>All that an aggregate shows, so that "changes nothing" can be asserted.</summary>
internal static class Snapshot
{
    public static string Of(object aggregate) => string.Join(
        '\n',
        aggregate.GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}={Show(property.GetValue(aggregate))}"));

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        System.Collections.IEnumerable many => string.Join(",", many.Cast<object>()),
        _ => value.ToString()!,
    };
}
