using System.Globalization;

namespace CertWorkflows.Domain.Calendar;

/// <summary>The calendar file as written (docs/holidays.md), and its check. Dates stay text here, so that all bad ones
/// are reported together.</summary>
internal sealed record CalendarFile(
    string? Name,
    string? Note,
    IReadOnlyList<string>? Sources,
    IReadOnlyList<DayOfWeek>? Weekend,
    IReadOnlyList<CalendarFile.Year?>? Years)
{
    private const string Code = "invalid-calendar";
    private const string What = "business calendar file";
    private const int LongestHoliday = 31;

    public static BusinessCalendar Read(string json, TimeZoneInfo zone)
    {
        var file = StrictJson.Read<CalendarFile>(json, Code, What);
        var check = new Check(file.Weekend ?? [DayOfWeek.Saturday, DayOfWeek.Sunday]);
        check.Header(file);
        foreach (var year in file.Years ?? [])
        {
            check.Year(year);
        }

        check.Conflicts();
        StrictJson.RefuseAny(check.Problems, Code, What);
        return new BusinessCalendar(
            file.Name!,
            zone,
            check.Weekend,
            check.Holidays,
            check.WorkDays.Keys,
            file.Years!.Select(year => year!.Number));
    }

    internal sealed record Year(int Number, string? Notice, IReadOnlyList<Holiday?>? Holidays);

    internal sealed record Holiday(
        string? Name, string? NameZh, string? From, string? To, IReadOnlyList<string>? WorkDays);

    private sealed class Check(IReadOnlyList<DayOfWeek> weekend)
    {
        private readonly HashSet<int> years = [];

        public List<string> Problems { get; } = [];

        public Dictionary<DateOnly, string> Holidays { get; } = [];

        public Dictionary<DateOnly, string> WorkDays { get; } = [];

        public IReadOnlyList<DayOfWeek> Weekend => weekend;

        public void Header(CalendarFile file)
        {
            Need(!string.IsNullOrWhiteSpace(file.Name), "name is missing");
            Need(file.Years is { Count: > 0 }, "years is missing or empty");
            Need(weekend.Distinct().Count() < 7, "weekend leaves no working day");
        }

        public void Year(Year? year)
        {
            if (year is null)
            {
                Problems.Add("years has an entry that is null");
                return;
            }

            var path = $"year {year.Number.ToString(CultureInfo.InvariantCulture)}";
            Need(year.Number is >= 1970 and <= 2200, $"{path}: number must be 1970 to 2200");
            Need(years.Add(year.Number), $"{path} occurs twice");
            Need(year.Holidays is not null, $"{path}: holidays is missing");
            foreach (var holiday in year.Holidays ?? [])
            {
                Holiday(year.Number, path, holiday);
            }
        }

        public void Conflicts()
        {
            foreach (var date in WorkDays.Keys.Where(Holidays.ContainsKey).Order())
            {
                Problems.Add($"{Text(date)} is both a holiday and a working day");
            }

            foreach (var date in WorkDays.Keys.Where(date => !weekend.Contains(date.DayOfWeek)).Order())
            {
                Problems.Add($"{Text(date)} is a make-up working day but not on a weekend");
            }
        }

        private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private void Holiday(int year, string path, Holiday? holiday)
        {
            if (holiday is null)
            {
                Problems.Add($"{path}: holidays has an entry that is null");
                return;
            }

            Need(!string.IsNullOrWhiteSpace(holiday.Name), $"{path}: a holiday has no name");
            var name = string.IsNullOrWhiteSpace(holiday.NameZh)
                ? holiday.Name ?? "holiday"
                : $"{holiday.Name} {holiday.NameZh}";
            path = $"{path}, {name}";
            if (Date(year, path, "from", holiday.From) is { } from
                && Date(year, path, "to", holiday.To ?? holiday.From) is { } to)
            {
                var length = to.DayNumber - from.DayNumber + 1;
                Need(length >= 1, $"{path}: to lies before from");
                Need(length <= LongestHoliday, $"{path}: longer than {LongestHoliday} days");
                for (var day = 0; day < Math.Min(length, LongestHoliday); day++)
                {
                    Need(
                        Holidays.TryAdd(from.AddDays(day), name),
                        $"{path}: {Text(from.AddDays(day))} is a holiday already");
                }
            }

            foreach (var text in holiday.WorkDays ?? [])
            {
                if (Date(year, path, "workDays", text) is { } date)
                {
                    Need(WorkDays.TryAdd(date, name), $"{path}: {Text(date)} is a make-up working day already");
                }
            }
        }

        // The notice of a year may begin with the last days of the year before.
        private DateOnly? Date(int year, string path, string member, string? text)
        {
            if (!DateOnly.TryParseExact(
                text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                Problems.Add($"{path}: {member} '{text}' is not a date YYYY-MM-DD");
                return null;
            }

            Need(
                date.Year == year || (date.Year == year - 1 && date.Month == 12),
                $"{path}: {member} {text} is not in the year, nor in the December before it");
            return date;
        }

        private void Need(bool condition, string problem)
        {
            if (!condition)
            {
                Problems.Add(problem);
            }
        }
    }
}
