using System.Globalization;
using System.Text;

namespace CertWorkflows.Benchmarks.Floor;

/// <summary>
/// What one real turn wrote, as statements that can be repeated for other ids: found by comparing the rows of its case
/// before and after it. Ids, and short texts that hold one, are made anew each time; long texts (state, journal) are
/// written again as they were, so they cost the floor no work but their size.
/// </summary>
internal sealed class TurnImage
{
    private const int ShortText = 120;

    private readonly List<Guid> _ids = [];

    private TurnImage()
    {
    }

    /// <summary>Rows as they were before, to be there when the statements run.</summary>
    public IReadOnlyList<FloorStatement> Before { get; private set; } = [];

    /// <summary>What the turn did.</summary>
    public IReadOnlyList<FloorStatement> Statements { get; private set; } = [];

    /// <summary>How many ids a repetition needs.</summary>
    public int IdCount => _ids.Count;

    public static TurnImage Between(IReadOnlyList<TableRow> before, IReadOnlyList<TableRow> after)
    {
        var image = new TurnImage();
        image.CollectIds(before.Concat(after));
        image.Before = [.. before.Select(image.Insert)];
        image.Statements =
        [
            .. before.Where(row => !after.Any(row.HasKeyOf)).Select(image.Delete),
            .. after.Where(row => !before.Any(row.HasKeyOf)).Select(image.Insert),
            .. after.Select(row => (Row: row, Was: before.FirstOrDefault(row.HasKeyOf)))
                .Where(pair => pair.Was is not null && !pair.Row.Values.SequenceEqual(pair.Was.Values))
                .Select(pair => image.Update(pair.Was!, pair.Row)),
        ];
        return image;
    }

    /// <summary>Where the id stands in the list of ids that a repetition is given.</summary>
    public int IndexOf(Guid id) => _ids.IndexOf(id);

    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var verb in Statements.GroupBy(s => s.Verb))
        {
            var tables = verb.GroupBy(s => s.Table).Select(t => t.Count() == 1 ? t.Key : $"{t.Count()}× {t.Key}");
            text.Append(CultureInfo.InvariantCulture, $"{verb.Key} {string.Join(", ", tables)}; ");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Statements.Sum(s => s.TextBytes)} bytes of text").ToString();
    }

    private void CollectIds(IEnumerable<TableRow> rows)
    {
        foreach (var value in rows.SelectMany(row => row.Values))
        {
            var id = value switch
            {
                Guid guid => guid,
                string { Length: 36 } text when Guid.TryParseExact(text, "D", out var guid) => guid,
                _ => Guid.Empty,
            };
            if (id != Guid.Empty && !_ids.Contains(id))
            {
                _ids.Add(id);
            }
        }
    }

    private FloorStatement Insert(TableRow row)
    {
        var columns = row.Table.Columns;
        return new FloorStatement(
            "INSERT",
            row.Table.Name,
            $"INSERT INTO {TableShape.Quote(row.Table.Name)} ({string.Join(", ", columns.Select(TableShape.Quote))}) "
                + $"VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})",
            [.. row.Values.Select(Cell)]);
    }

    private FloorStatement Delete(TableRow row)
    {
        var (where, cells) = Where(row, 1);
        return new FloorStatement("DELETE", row.Table.Name, $"DELETE FROM {TableShape.Quote(row.Table.Name)} WHERE {where}", cells);
    }

    private FloorStatement Update(TableRow was, TableRow row)
    {
        var changed = Enumerable.Range(0, row.Values.Length).Where(i => !Equals(row.Values[i], was.Values[i])).ToList();
        var set = string.Join(", ", changed.Select((column, i) => $"{TableShape.Quote(row.Table.Columns[column])} = ${i + 1}"));
        var (where, cells) = Where(was, changed.Count + 1);
        return new FloorStatement(
            "UPDATE",
            row.Table.Name,
            $"UPDATE {TableShape.Quote(row.Table.Name)} SET {set} WHERE {where}",
            [.. changed.Select(column => Cell(row.Values[column])), .. cells]);
    }

    /// <summary>By key and, where the table has one, by version.</summary>
    private (string Sql, IReadOnlyList<FloorCell> Cells) Where(TableRow row, int firstParameter)
    {
        var columns = row.Table.Version is { } version ? row.Table.Key.Append(version).ToList() : [.. row.Table.Key];
        var sql = columns.Select((column, i) => $"{TableShape.Quote(row.Table.Columns[column])} = ${firstParameter + i}");
        return (string.Join(" AND ", sql), [.. columns.Select(column => Cell(row.Values[column]))]);
    }

    private FloorCell Cell(object value)
    {
        if (value is Guid guid)
        {
            return new FloorCell.Id(_ids.IndexOf(guid));
        }

        if (value is not string { Length: <= ShortText } text)
        {
            return new FloorCell.Same(value);
        }

        foreach (var (index, id) in _ids.Index())
        {
            foreach (var upper in (bool[])[false, true])
            {
                var written = upper ? id.ToString("D").ToUpperInvariant() : id.ToString("D");
                if (text.IndexOf(written, StringComparison.Ordinal) is var at and >= 0)
                {
                    return new FloorCell.TextWithId(text[..at], index, text[(at + written.Length)..], upper);
                }
            }
        }

        return new FloorCell.Same(value);
    }
}

/// <summary>One statement with positional parameters.</summary>
internal sealed record FloorStatement(string Verb, string Table, string Sql, IReadOnlyList<FloorCell> Cells)
{
    public int TextBytes => Cells.OfType<FloorCell.Same>().Sum(cell => cell.Value is string text ? Encoding.UTF8.GetByteCount(text) : 0);
}

/// <summary>Where a parameter's value comes from.</summary>
internal abstract record FloorCell
{
    public abstract object For(IReadOnlyList<Guid> ids);

    public sealed record Same(object Value) : FloorCell
    {
        public override object For(IReadOnlyList<Guid> ids) => Value;
    }

    public sealed record Id(int Index) : FloorCell
    {
        public override object For(IReadOnlyList<Guid> ids) => ids[Index];
    }

    public sealed record TextWithId(string Before, int Index, string After, bool Upper) : FloorCell
    {
        public override object For(IReadOnlyList<Guid> ids)
        {
            var id = ids[Index].ToString("D");
            return string.Concat(Before, Upper ? id.ToUpperInvariant() : id, After);
        }
    }
}
