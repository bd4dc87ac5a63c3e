using CertWorkflows.Client;
using CertWorkflows.Reviewer.Shell;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>A kind of thing that has a list and pages; what the pages of all kinds share needs no more than this of it.</summary>
/// <param name="Name">The list's name, in the API and in our addresses: <c>package-refunds</c>.</param>
/// <param name="Machine">The name of its state machine: <c>package-refund</c>.</param>
/// <param name="StateTexts">The texts of its states begin with this: <c>PackageRefundState</c>.</param>
/// <param name="States">Its states.</param>
/// <param name="Filters">What its list can be narrowed by; the names of <see cref="CaseFilter"/>.</param>
/// <param name="ListAsync">Asks the API for one page of the list.</param>
/// <param name="GetAsync">Asks the API for one of them.</param>
internal sealed record CaseKind(
    string Name,
    string Machine,
    string StateTexts,
    IReadOnlyList<string> States,
    IReadOnlyList<string> Filters,
    Func<CertWorkflowsClient, CaseFilter, BusinessTime, string?, CancellationToken, Task<Page<CaseRow>>> ListAsync,
    Func<CertWorkflowsClient, string, CancellationToken, Task<CaseDetail>> GetAsync)
{
    public const int PageSize = 50;

    public static IReadOnlyList<CaseKind> All { get; } =
        [Certificates.Kind, Packages.Kind, Refunds.Kind, PackageRefunds.Kind, Renewals.Kind, Revocations.Kind];

    /// <summary>The kind of a page's address, which begins with its name.</summary>
    public static CaseKind OfAddress(string relative) => All.Single(kind => kind.Name == relative.Split('/', '?', '#')[0]);

    /// <summary>A page of the API as a page of rows.</summary>
    public static async Task<Page<CaseRow>> RowsAsync<T>(Task<Page<T>> page, Func<T, CaseRow> row)
    {
        var found = await page;
        return new Page<CaseRow> { Items = [.. found.Items.Select(row)], NextCursor = found.NextCursor };
    }
}
