using System.Linq.Expressions;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Orders;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Names;
using CertWorkflows.Domain.Renewals;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Renewals;

/// <summary>
/// Opens a renewal in the turn that starts its workflow: the policy is asked, the new certificate is ordered and paid, and its
/// application filled in from the last one (RN-8). A refused request throws with the rule, and nothing is stored or sold.
/// </summary>
public sealed class RenewalOpening(OrderBook book, RenewalWish wish) : ICaseOpening
{
    /// <summary>The workflow that a renewal runs.</summary>
    public const string DefinitionId = "renewal";

    /// <summary>The code of what a renewal under way forbids.</summary>
    public const string InProgressCode = "renewal-in-progress";

    /// <summary>The opened case, once <see cref="OpenAsync"/> has run.</summary>
    public Renewal? Renewal { get; private set; }

    public async Task OpenAsync(CaseTurn turn, IDictionary<string, object?> input, CancellationToken cancellationToken)
    {
        var old = await turn.CertificateAsync(wish.CertificateId, cancellationToken);
        if (RenewalCase.Refusal(old, turn.Now, turn.Calendar) is { } refusal)
        {
            throw refusal;
        }

        await EnsureNoneOpenAsync(turn, old.Id, cancellationToken);
        var application = Application(old);
        var placed = book.Write(Order(old, application), turn.Caller, turn.Now, turn.Calendar);
        var bought = placed.Certificates[0];
        var request = new RenewalRequest(
            new RenewalId(turn.NewId()), turn.InstanceId, application, Host(), wish.Port, turn.Actor, turn.Now);
        Renewal = RenewalCase.Open(request, old, bought, turn.Calendar);

        // Nothing was changed before this line, so that a refusal leaves nothing behind, whoever catches it.
        if (old.State == CertificateState.Issued && old.Expiry <= turn.Now)
        {
            old.Expire(turn.Actor, turn.Now);
        }

        turn.Db.Orders.Add(placed.Order);
        turn.Add(bought);
        turn.Add(Renewal);
        turn.WorksOn(CaseKinds.Renewal, Renewal.Id.Value);
    }

    /// <summary>The renewal under way that fits; null for none.</summary>
    public static Task<Renewal?> OpenOneAsync(
        WorkflowDb db, Expression<Func<Renewal, bool>> fits, CancellationToken cancellationToken) =>
        db.Renewals.AsNoTracking().Where(r => r.ClosedAt == null).FirstOrDefaultAsync(fits, cancellationToken);

    internal static ConflictException InProgress(Renewal open, string why) => new(
        InProgressCode,
        $"{why} Renewal {open.Id} is under way: cancel it, or go on with it.",
        CamelCase.Of(open.State),
        [.. open.PermittedTriggers.Select(trigger => CamelCase.Of(trigger))],
        new Dictionary<string, object?> { ["renewalId"] = open.Id.ToString() });

    private static async Task EnsureNoneOpenAsync(CaseTurn turn, CertificateId old, CancellationToken cancellationToken)
    {
        if (await OpenOneAsync(turn.Db, r => r.OldCertificateId == old, cancellationToken) is { } open)
        {
            throw InProgress(open, "The certificate is being renewed.");
        }
    }

    private CertificateApplication Application(Certificate old)
    {
        var last = old.Application;
        return new CertificateApplication(
            wish.Domains ?? last?.Domains ?? throw new InvalidInputException(
                "changes.domains", "The certificate has no application to fill in from; its domains are needed."),
            wish.Company ?? last?.Company,
            wish.Csr ?? (wish.Domains is null ? last?.Csr : null)); // a signing request names its domains
    }

    private PlaceOrder Order(Certificate old, CertificateApplication application) => new(
        old.CustomerId,
        old.Company,
        old.Email,
        old.Mobile,
        wish.Payment?.Channel ?? old.PaymentChannel,
        wish.Payment?.Account ?? old.PaymentAccount,
        [
            new OrderItem(
                wish.Product ?? Products.IdOf(old),
                wish.TermYears,
                1,
                wish.DomainCount ?? Math.Max(old.DomainCount, application.Domains.Count)),
        ],
        wish.Voucher);

    private string? Host()
    {
        if (wish.Port is < 1 or > 65535)
        {
            throw new InvalidInputException("port", "1 to 65535 is possible.");
        }

        if (wish.Host is not { } host)
        {
            return null;
        }

        var name = CertifiedName.Read(host, out var problem);
        return name is { IsWildcard: false }
            ? name.Value
            : throw new InvalidInputException("host", problem ?? $"'{host}' stands for many names; one is needed.");
    }
}
