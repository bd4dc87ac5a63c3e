using CertWorkflows.Application.Effects;
using CertWorkflows.Application.RunTasks;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CertWorkflows.Infrastructure.Persistence.Mapping;

/// <summary>How types are stored on both databases: ids as what they wrap, enums as text, lists and small records as JSON.</summary>
internal static class ColumnTypes
{
    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<CertificateId>().HaveConversion<CertificateIdAsGuid>();
        conventions.Properties<OrderId>().HaveConversion<OrderIdAsGuid>();
        conventions.Properties<RefundId>().HaveConversion<RefundIdAsGuid>();
        conventions.Properties<RenewalId>().HaveConversion<RenewalIdAsGuid>();
        conventions.Properties<RevocationId>().HaveConversion<RevocationIdAsGuid>();
        conventions.Properties<PackageRefundId>().HaveConversion<PackageRefundIdAsGuid>();
        conventions.Properties<PackageId>().HaveConversion<PackageIdAsGuid>();
        conventions.Properties<CreditLotId>().HaveConversion<CreditLotIdAsGuid>();
        conventions.Properties<HostingId>().HaveConversion<HostingIdAsGuid>();
        conventions.Properties<CustomerId>().HaveConversion<CustomerIdAsText>();

        conventions.Properties<EffectState>().HaveConversion<string>();
        conventions.Properties<HumanTaskState>().HaveConversion<string>();
        conventions.Properties<RunTaskState>().HaveConversion<string>();
        conventions.Properties<ApplicationStatus>().HaveConversion<string>();
        conventions.Properties<CertificateState>().HaveConversion<string>();
        conventions.Properties<PaymentChannel>().HaveConversion<string>();
        conventions.Properties<ValidationLevel>().HaveConversion<string>();
        conventions.Properties<RefundReason>().HaveConversion<string>();
        conventions.Properties<RefundChannel>().HaveConversion<string>();
        conventions.Properties<RefundOutcome>().HaveConversion<string>();
        conventions.Properties<RefundState>().HaveConversion<string>();
        conventions.Properties<RenewalKind>().HaveConversion<string>();
        conventions.Properties<RenewalState>().HaveConversion<string>();
        conventions.Properties<PackageEdition>().HaveConversion<string>();
        conventions.Properties<PackageRefundState>().HaveConversion<string>();
        conventions.Properties<PackageState>().HaveConversion<string>();
        conventions.Properties<CreditLotState>().HaveConversion<string>();
        conventions.Properties<HostingState>().HaveConversion<string>();
        conventions.Properties<RevocationReason>().HaveConversion<string>();
        conventions.Properties<RevocationState>().HaveConversion<string>();

        conventions.Properties<List<string>>().HaveConversion<JsonText<List<string>>, TextListComparer>();
        conventions.Properties<IReadOnlyList<string>>().HaveConversion<JsonText<IReadOnlyList<string>>, ReadOnlyTextListComparer>();
        conventions.Properties<IReadOnlyList<PackageDomain>>().HaveConversion<JsonText<IReadOnlyList<PackageDomain>>, PackageDomainsComparer>();
        conventions.Properties<CertificateApplication>().HaveConversion<JsonText<CertificateApplication>>();
        conventions.Properties<Assistance>().HaveConversion<JsonText<Assistance>>();
    }

    private sealed class CertificateIdAsGuid() : ValueConverter<CertificateId, Guid>(id => id.Value, stored => new CertificateId(stored));

    private sealed class OrderIdAsGuid() : ValueConverter<OrderId, Guid>(id => id.Value, stored => new OrderId(stored));

    private sealed class RefundIdAsGuid() : ValueConverter<RefundId, Guid>(id => id.Value, stored => new RefundId(stored));

    private sealed class RenewalIdAsGuid() : ValueConverter<RenewalId, Guid>(id => id.Value, stored => new RenewalId(stored));

    private sealed class RevocationIdAsGuid() : ValueConverter<RevocationId, Guid>(id => id.Value, stored => new RevocationId(stored));

    private sealed class PackageRefundIdAsGuid() : ValueConverter<PackageRefundId, Guid>(id => id.Value, stored => new PackageRefundId(stored));

    private sealed class PackageIdAsGuid() : ValueConverter<PackageId, Guid>(id => id.Value, stored => new PackageId(stored));

    private sealed class CreditLotIdAsGuid() : ValueConverter<CreditLotId, Guid>(id => id.Value, stored => new CreditLotId(stored));

    private sealed class HostingIdAsGuid() : ValueConverter<HostingId, Guid>(id => id.Value, stored => new HostingId(stored));

    private sealed class CustomerIdAsText() : ValueConverter<CustomerId, string>(id => id.Value, stored => new CustomerId(stored));
}
