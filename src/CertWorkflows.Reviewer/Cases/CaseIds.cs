namespace CertWorkflows.Reviewer.Cases;

/// <summary>Ids where there is little room for them.</summary>
internal static class CaseIds
{
    private const int Shown = 8;

    /// <summary>Its end, which differs also between ids that were made in the same moment.</summary>
    public static string Short(string id) => id.Length <= Shown ? id : "…" + id[^Shown..];
}
