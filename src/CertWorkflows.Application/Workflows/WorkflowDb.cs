using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Deadlines;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Triggers;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// One session with the database: what a turn reads and will commit. The mapping for each database is
/// Infrastructure's; nothing here knows which one it is.
/// </summary>
public abstract class WorkflowDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<WorkflowInstance> Instances => Set<WorkflowInstance>();

    public DbSet<EventBookmark> EventBookmarks => Set<EventBookmark>();

    public DbSet<Trigger> Triggers => Set<Trigger>();

    public DbSet<JournalPage> Journal => Set<JournalPage>();

    public DbSet<DefinitionVersion> Definitions => Set<DefinitionVersion>();

    public DbSet<DefinitionUse> DefinitionUses => Set<DefinitionUse>();

    public DbSet<ActivationGate> ActivationGates => Set<ActivationGate>();

    public DbSet<Deadline> Deadlines => Set<Deadline>();

    public DbSet<Effect> Effects => Set<Effect>();

    public DbSet<HumanTask> Tasks => Set<HumanTask>();

    public DbSet<RunTask> RunTasks => Set<RunTask>();

    public DbSet<TaskComment> TaskComments => Set<TaskComment>();

    public DbSet<TaskMention> TaskMentions => Set<TaskMention>();

    public DbSet<TaskAttachment> TaskAttachments => Set<TaskAttachment>();

    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();

    public DbSet<AuditRecord> Audit => Set<AuditRecord>();

    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<Renewal> Renewals => Set<Renewal>();

    public DbSet<Revocation> Revocations => Set<Revocation>();

    public DbSet<ConfirmationLink> ConfirmationLinks => Set<ConfirmationLink>();

    public DbSet<Package> Packages => Set<Package>();

    public DbSet<PackageRefund> PackageRefunds => Set<PackageRefund>();

    public DbSet<CreditLot> CreditLots => Set<CreditLot>();

    public DbSet<Hosting> Hostings => Set<Hosting>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<User> Users => Set<User>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<Setting> Settings => Set<Setting>();

    public DbSet<StoredAnswer> Answers => Set<StoredAnswer>();

    /// <summary>What was only read must not have changed when this session is committed: else the commit is a conflict.</summary>
    public void RelyOn(IAggregate aggregate) => Entry(aggregate).Property(nameof(IAggregate.Version)).IsModified = true;
}
