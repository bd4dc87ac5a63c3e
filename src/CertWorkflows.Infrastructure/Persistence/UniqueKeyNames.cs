using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CertWorkflows.Infrastructure.Persistence;

/// <summary>SQLite reports the columns of a violated key, not its name; the model knows which key has these columns.</summary>
internal static class UniqueKeyNames
{
    /// <param name="message">For instance <c>… UNIQUE constraint failed: definitions.definition_id, definitions.version'.</c></param>
    public static string OfSqliteMessage(IModel model, string message)
    {
        var list = message[(message.LastIndexOf("failed: ", StringComparison.Ordinal) + "failed: ".Length)..].TrimEnd('.', '\'');
        var columns = list.Split(", ").Select(column => column.Split('.')).ToArray();
        if (columns.Any(column => column.Length != 2))
        {
            return list;
        }

        var table = columns[0][0];
        var names = columns.Select(column => column[1]).Order(StringComparer.Ordinal).ToArray();
        return model.GetEntityTypes()
            .Where(entity => entity.GetTableName() == table)
            .SelectMany(entity => Keys(entity, table))
            .FirstOrDefault(key => key.Columns.SequenceEqual(names)).Name ?? list;
    }

    private static IEnumerable<(string? Name, string[] Columns)> Keys(IEntityType entity, string table)
    {
        var storeObject = StoreObjectIdentifier.Table(table);
        string[] Columns(IReadOnlyList<IProperty> properties) =>
            [.. properties.Select(property => property.GetColumnName(storeObject)!).Order(StringComparer.Ordinal)];

        return entity.GetKeys().Select(key => (key.GetName(), Columns(key.Properties)))
            .Concat(entity.GetIndexes().Where(index => index.IsUnique).Select(index => (index.GetDatabaseName(), Columns(index.Properties))));
    }
}
