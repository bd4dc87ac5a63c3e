namespace CertWorkflows.Client;

/// <summary>What supervisors see of everybody's work; members of the group <c>supervisors</c> only.</summary>
public sealed class StatisticsClient
{
    private readonly ApiTransport _transport;

    internal StatisticsClient(ApiTransport transport) => _transport = transport;

    /// <summary>The open tasks of all groups as they stand now, and who completed how many in a period.</summary>
    /// <param name="request">The period.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskStatisticsDto> GetTasksAsync(StatisticsRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<TaskStatisticsDto>(request.Path("task-statistics"), cancellationToken);

    /// <summary>How refunds were decided and paid in a period.</summary>
    /// <param name="request">The period.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RefundStatisticsDto> GetRefundsAsync(StatisticsRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RefundStatisticsDto>(request.Path("refund-statistics"), cancellationToken);

    /// <summary>Everybody who logs in, with what they may do; oldest first.</summary>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<ColleagueDto>> GetPeopleAsync(PeopleRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<ColleagueDto>>(request.Query("people").ToString(), cancellationToken);
}
