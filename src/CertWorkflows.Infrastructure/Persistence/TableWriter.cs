using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>
/// Writes the rows of one table on PostgreSQL. The statements are made once from the mapping and stay prepared on their
/// connections; what is written of a row goes from the entity to the wire without EF Core's update pipeline.
/// </summary>
internal sealed class TableWriter
{
    /// <summary>How a statement fails whose row is gone or has another version.</summary>
    public const string NoSuchRow = PostgresErrorCodes.DivisionByZero;

    private readonly Column[] _columns;
    private readonly Column[] _identity;
    private readonly string _table;
    private readonly string _insert;
    private readonly string _delete;
    private readonly ConcurrentDictionary<UInt128, string> _updates = new();

    public TableWriter(IEntityType entity)
    {
        var store = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)
            ?? throw new InvalidOperationException($"{entity.Name} is mapped to no table.");
        _table = store.Name;
        _columns = [.. entity.GetProperties().Select((property, index) => new Column(property, store, index))];
        _identity = [.. _columns.Where(column => column.IsKey || column.IsToken)];
        _insert = $"INSERT INTO {_table} ({string.Join(", ", _columns.Select(column => column.Name))}) "
            + $"VALUES ({string.Join(", ", Enumerable.Range(1, _columns.Length).Select(Place))})";
        _delete = Guarded($"DELETE FROM {_table} WHERE {Where(1)}");
    }

    /// <summary>The statement that brings a tracked change to the database.</summary>
    public NpgsqlBatchCommand Command(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => Insert(entry),
        EntityState.Modified => Update(entry),
        EntityState.Deleted => Delete(entry),
        _ => throw new System.Diagnostics.UnreachableException($"{entry.State} is no change to write."),
    };

    private NpgsqlBatchCommand Insert(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand(_insert);
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.Parameter(column.Property.GetGetter().GetClrValueUsingContainingEntity(entry.Entity)));
        }

        return command;
    }

    private NpgsqlBatchCommand Update(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand();
        var changed = UInt128.Zero;
        foreach (var column in _columns)
        {
            var property = entry.Property(column.Property);
            if (property.IsModified)
            {
                changed |= UInt128.One << column.Index;
                command.Parameters.Add(column.Parameter(property.CurrentValue));
            }
        }

        command.CommandText = _updates.GetOrAdd(changed, UpdateSql);
        AddIdentity(command, entry);
        return command;
    }

    private NpgsqlBatchCommand Delete(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand(_delete);
        AddIdentity(command, entry);
        return command;
    }

    private void AddIdentity(NpgsqlBatchCommand command, EntityEntry entry)
    {
        foreach (var column in _identity)
        {
            command.Parameters.Add(column.Parameter(entry.Property(column.Property).OriginalValue));
        }
    }

    private string UpdateSql(UInt128 changed)
    {
        var columns = _columns.Where(column => (changed & (UInt128.One << column.Index)) != 0).ToList();
        var set = string.Join(", ", columns.Select((column, i) => $"{column.Name} = {Place(i + 1)}"));
        return Guarded($"UPDATE {_table} SET {set} WHERE {Where(columns.Count + 1)}");
    }

    // A null never equals null, and tokens may be null (a refresh token that is not spent).
    private string Where(int firstParameter) => string.Join(
        " AND ",
        _identity.Select((column, i) => column.IsKey
            ? $"{column.Name} = {Place(firstParameter + i)}"
            : $"{column.Name} IS NOT DISTINCT FROM {Place(firstParameter + i)}"));

    // A row that is gone or has another version must undo the whole batch, which nobody is there to look at before it is
    // committed: dividing by the number of rows written fails the batch exactly when there is none.
    private static string Guarded(string write) => $"WITH written AS ({write} RETURNING 1) SELECT 1 / count(*) FROM written";

    private static string Place(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    /// <summary>One column, and how its values get onto the wire.</summary>
    private sealed class Column
    {
        private readonly NpgsqlDbType _type;
        private readonly Func<object?, object?>? _convert;

        public Column(IProperty property, StoreObjectIdentifier store, int index)
        {
            var mapping = property.GetRelationalTypeMapping();
            Property = property;
            Index = index;
            Name = $"\"{property.GetColumnName(store)}\"";
            IsKey = property.IsPrimaryKey();
            IsToken = property.IsConcurrencyToken;
            _convert = mapping.Converter is { } converter ? converter.ConvertToProvider : null;
            _type = WireType(mapping.Converter?.ProviderClrType ?? property.ClrType);
        }

        public IProperty Property { get; }

        public int Index { get; }

        public string Name { get; }

        public bool IsKey { get; }

        public bool IsToken { get; }

        public NpgsqlParameter Parameter(object? value) => new()
        {
            NpgsqlDbType = _type,
            Value = (value is null || _convert is null ? value : _convert(value)) ?? DBNull.Value,
        };

        private static NpgsqlDbType WireType(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(Guid) => NpgsqlDbType.Uuid,
            var t when t == typeof(string) => NpgsqlDbType.Text,
            var t when t == typeof(DateTimeOffset) => NpgsqlDbType.TimestampTz,
            var t when t == typeof(long) => NpgsqlDbType.Bigint,
            var t when t == typeof(int) => NpgsqlDbType.Integer,
            var t when t == typeof(bool) => NpgsqlDbType.Boolean,
            var t when t == typeof(decimal) => NpgsqlDbType.Numeric,
            var t when t == typeof(byte[]) => NpgsqlDbType.Bytea,
            var t => throw new NotSupportedException($"No column holds a {t.Name} yet; say here how it is written."),
        };
    }
}
