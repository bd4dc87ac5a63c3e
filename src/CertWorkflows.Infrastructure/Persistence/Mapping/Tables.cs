using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>
/// The one mapping for both databases. Ids are handed in, never generated. Rows that belong to an instance have its id
/// first in their key, so that they can be distributed by it; they have no foreign key to it, since the check would
/// lock the instance's row and the one commit of a turn keeps them together anyway.
/// </summary>
internal static class Tables
{
    /// <param name="roundedUp">Converter of the instants at which something falls due.</param>
    public static void Map(ModelBuilder model, ValueConverter roundedUp)
    {
        WorkflowTables.Map(model);
        AuditTables.Map(model);
        TaskTables.Map(model);
        TaskSideTables.Map(model);
        DueTables.Map(model, roundedUp);
        AccessTables.Map(model);
        CaseTables.Map(model);
        RenewalTables.Map(model);
        RevocationTables.Map(model);
        PackageTables.Map(model);
        ServiceTables.Map(model);
        model.ApplyConfiguration(new Connectors.Payments.SandboxPaymentMapping());
        model.ApplyConfiguration(new Connectors.Ca.Sandbox.SandboxRevocationMapping());
        model.ApplyConfiguration<Connectors.Ca.Acme.AcmeOrder>(new Connectors.Ca.Acme.AcmeMappings());
        model.ApplyConfiguration<Connectors.Ca.Acme.AcmeChallenge>(new Connectors.Ca.Acme.AcmeMappings());

        // The naming convention would replace the given names, by which duplicates are told apart.
        foreach (var index in model.Model.GetEntityTypes().SelectMany(type => type.GetIndexes()))
        {
            index.SetDatabaseName(index.Name);
        }
    }
}
