using System.Collections;
using DotLiquid;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>List filters that Fluid has and the library lacks (E-23): those that look for a member's value.</summary>
internal static class LiquidListFilters
{
    public static object Where(object? input, string? property, object? value = null) => Matching(input, property, value).Select(m => m.Item).ToList();

    public static object Reject(object? input, string? property, object? value = null)
    {
        var matching = Matching(input, property, value).Select(m => m.Index).ToHashSet();
        return Items(input).Where((_, index) => !matching.Contains(index)).ToList();
    }

    public static object? Find(object? input, string? property, object? value = null) =>
        Matching(input, property, value).Select(m => m.Item).FirstOrDefault();

    public static object? FindIndex(object? input, string? property, object? value = null) =>
        Matching(input, property, value).Select(m => (int?)m.Index).FirstOrDefault();

    public static bool Has(object? input, string? property, object? value = null) => Matching(input, property, value).Any();

    /// <summary>The sum of the items, or of one member of each; what is no number counts as 0.</summary>
    public static decimal Sum(object? input, string? property = null) =>
        Items(input).Sum(item => LiquidArithmetic.Number(property is null ? item : (item as IIndexable)?[property]));

    private static IEnumerable<(int Index, object? Item)> Matching(object? input, string? property, object? value) =>
        Items(input).Select((item, index) => (index, item)).Where(each => Holds((each.item as IIndexable)?[property ?? ""], value));

    // without a value to compare with, whatever is neither absent nor false
    private static bool Holds(object? member, object? value) =>
        value is null ? member is not (null or false) : member is not null && LiquidFilters.Text(member) == LiquidFilters.Text(value);

    private static IEnumerable<object?> Items(object? input) => input is string or not IEnumerable ? [] : ((IEnumerable)input).Cast<object?>();
}
