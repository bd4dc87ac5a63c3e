using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Cases;

/// <summary>A case with all there is to know.</summary>
/// <param name="State">Where it stands; a member of the kind's enum.</param>
/// <param name="Overdue">Whether somebody is late with it.</param>
/// <param name="Facts">What it is; facts that nobody knows are left out by the page.</param>
/// <param name="History">What happened, oldest first.</param>
/// <param name="InstanceId">The workflow instance that runs it; null where there is none.</param>
/// <param name="Actions">What may be done now; null where the API does not say.</param>
internal sealed record CaseDetail(
    string State,
    bool Overdue,
    IReadOnlyList<CaseFact> Facts,
    IReadOnlyList<HistoryEntry> History,
    string? InstanceId,
    IReadOnlyList<CaseAction>? Actions = null);

/// <summary>Something that can be done with a thing.</summary>
/// <param name="Name">What; the text <c>Case.Action.Name</c>.</param>
/// <param name="Permitted">Whether it is possible now.</param>
/// <param name="Rule">The rule that forbids it, or still permits it.</param>
/// <param name="Code">Why not; the text <c>Case.Code.Code</c>.</param>
internal sealed record CaseAction(string Name, bool Permitted, string? Rule, string? Code);
