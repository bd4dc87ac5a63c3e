using System.Globalization;
using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Studio;

/// <summary>Parameters of Studio's queries: booleans come as <c>True</c>, nothing comes as an empty text.</summary>
internal static class StudioParameters
{
    public static bool? Flag(string name, string? text) => text switch
    {
        null or "" => null,
        _ when bool.TryParse(text, out var flag) => flag,
        _ => throw new InvalidInputException(name, $"'{text}' is neither True nor False."),
    };

    public static int Number(string name, string? text, int least, int most, int otherwise) => text switch
    {
        null or "" => otherwise,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most => number,
        _ => throw new InvalidInputException(name, $"'{text}' is no number from {least} to {most}."),
    };

    /// <summary>Null where no direction is given.</summary>
    public static bool? IsDescending(string? direction) => direction?.ToUpperInvariant() switch
    {
        null or "" => null,
        "ASCENDING" => false,
        "DESCENDING" => true,
        _ => throw new InvalidInputException("OrderDirection", $"'{direction}' is neither Ascending nor Descending."),
    };
}
