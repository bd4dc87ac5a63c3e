namespace CertWorkflows.Reviewer.Cases;

/// <summary>A case as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands; a member of the kind's enum.</param>
/// <param name="Overdue">Whether somebody is late with it.</param>
/// <param name="Cells">The columns after the state; each row of a list has the same ones.</param>
internal sealed record CaseRow(string Id, string State, bool Overdue, IReadOnlyList<CaseFact> Cells);
