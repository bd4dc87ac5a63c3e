using System.Data.Common;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CertWorkflows.Benchmarks.Floor;

/// <summary>A table that turns write, as the product's own mapping describes it.</summary>
/// <param name="Belongs">The column by which a row belongs to an instance, or is the certificate.</param>
internal sealed record TableShape(
    string Name, IReadOnlyList<string> Columns, IReadOnlyList<int> Key, int? Version, string Belongs, bool IsCertificates)
{
    /// <summary>Every table whose rows belong to one instance, and the certificates.</summary>
    public static IReadOnlyList<TableShape> Of(IModel model)
    {
        var shapes = new List<TableShape>();
        foreach (var entity in model.GetEntityTypes())
        {
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table);
            if (table is not { } store)
            {
                continue;
            }

            var isInstances = entity.ClrType == typeof(WorkflowInstance);
            var isCertificates = entity.ClrType == typeof(Certificate);
            var owner = isInstances || isCertificates ? entity.FindProperty("Id") : entity.FindProperty("InstanceId");
            if (owner is null)
            {
                continue;
            }

            var properties = entity.GetProperties().Where(p => p.GetColumnName(store) is not null).ToList();
            shapes.Add(new TableShape(
                store.Name,
                [.. properties.Select(p => p.GetColumnName(store)!)],
                [.. entity.FindPrimaryKey()!.Properties.Select(p => properties.IndexOf((IProperty)p))],
                properties.FindIndex(p => p.IsConcurrencyToken) is var version and >= 0 ? version : null,
                owner.GetColumnName(store)!,
                isCertificates));
        }

        return shapes;
    }

    /// <summary>The rows that belong to an instance and its certificate, in the driver's own types.</summary>
    public async Task<IReadOnlyList<TableRow>> ReadAsync(
        DbConnection connection, Guid instanceId, Guid certificateId, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", Columns.Select(Quote))} FROM {Quote(Name)} WHERE {Quote(Belongs)} = @owner";
        var owner = command.CreateParameter();
        owner.ParameterName = "@owner";
        owner.Value = IsCertificates ? certificateId : instanceId;
        command.Parameters.Add(owner);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TableRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var values = new object[Columns.Count];
            reader.GetValues(values);
            rows.Add(new TableRow(this, values));
        }

        return rows;
    }

    public static string Quote(string name) => $"\"{name}\"";
}

/// <summary>One stored row; null is <see cref="DBNull"/>.</summary>
internal sealed record TableRow(TableShape Table, object[] Values)
{
    public bool HasKeyOf(TableRow other) =>
        Table == other.Table && Table.Key.All(column => Equals(Values[column], other.Values[column]));
}
