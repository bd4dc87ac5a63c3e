using System.Reflection;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Infrastructure.Connectors.Ca.Acme;
using CertWorkflows.Infrastructure.Connectors.Ca.Sandbox;
using CertWorkflows.Infrastructure.Connectors.Payments;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Infrastructure.Tests.Connectors;

/// <summary>The tables that connectors use, without the rest of the schema.</summary>
internal sealed class ConnectorDb(DbContextOptions<ConnectorDb> options) : WorkflowDb(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new SandboxPaymentMapping());
        modelBuilder.ApplyConfiguration(new SandboxRevocationMapping());
        modelBuilder.ApplyConfiguration<AcmeOrder>(new AcmeMappings());
        modelBuilder.ApplyConfiguration<AcmeChallenge>(new AcmeMappings());
        modelBuilder.Entity<Setting>().ToTable("settings").HasKey(setting => setting.Key);
        foreach (var set in typeof(WorkflowDb).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (set.PropertyType.GenericTypeArguments is [var row] && row != typeof(Setting))
            {
                modelBuilder.Ignore(row);
            }
        }
    }
}
