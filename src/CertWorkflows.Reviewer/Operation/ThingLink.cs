using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Shell;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Operation;

/// <summary>The pages of what the audit trail and instances are about.</summary>
internal static class ThingLink
{
    /// <summary>The page of a thing, relative to the site's root; null when its kind has none.</summary>
    /// <param name="kind">A kind of case, or a subject of the audit trail.</param>
    /// <param name="id">Its id.</param>
    public static string? Of(string? kind, string? id) => (kind, id) switch
    {
        (_, null) or (null, _) => null,
        ("certificate" or "certificate-application", _) => PageAddress.Of("certificates", id),
        ("package", _) => PageAddress.Of("packages", id),
        ("refund", _) => PageAddress.Of("refunds", id),
        ("package-refund", _) => PageAddress.Of("package-refunds", id),
        ("renewal", _) => PageAddress.Of("renewals", id),
        ("revocation", _) => PageAddress.Of("revocations", id),
        ("task", _) => PageAddress.Of("tasks", id),
        ("instance", _) => PageAddress.Of("instances", id),
        ("user", _) => PageAddress.Of("users", id),
        ("workflow", _) => PageAddress.Of("definitions", id),
        _ => null,
    };

    /// <summary>The beginning of an id: enough to tell apart what stands in one list.</summary>
    public static string Short(string id) => id.Length == 36 ? $"…{id[^8..]}" : id;

    /// <summary>What falls due: purposes may be numbered, as in <c>escalation:0</c>.</summary>
    public static string Due(this IStringLocalizer texts, string kind) => texts.Or($"Deadline.Kind.{kind.Split(':')[0]}", kind);

    /// <summary>What to call an instance.</summary>
    public static string NameOf(InstanceSummaryDto instance) => instance.Name ?? instance.BusinessKey ?? instance.DefinitionId;
}
