using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Board;

/// <summary>Everybody who logs in: few, so that all are read.</summary>
internal static class Colleagues
{
    private const int PageSize = 200;

    public static async Task<IReadOnlyList<ColleagueDto>> AllAsync(CertWorkflowsClient api, CancellationToken cancellationToken)
    {
        var people = new List<ColleagueDto>();
        string? cursor = null;
        do
        {
            var page = await api.Statistics.GetPeopleAsync(new PeopleRequest { Limit = PageSize, Cursor = cursor }, cancellationToken);
            people.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return people;
    }
}
