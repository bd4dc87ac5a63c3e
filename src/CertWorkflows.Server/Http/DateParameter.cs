using System.Globalization;

namespace CertWorkflows.Server.Http;

/// <summary>A date in a query string, to the letter: <c>2021-04-25</c>, in the years that instants may have.</summary>
internal readonly record struct DateParameter(DateOnly Value)
{
    public static bool TryParse(string? text, out DateParameter parameter)
    {
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= Instants.FirstYear and <= Instants.LastYear;
        parameter = new DateParameter(date);
        return read;
    }
}
