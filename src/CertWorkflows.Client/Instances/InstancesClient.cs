namespace CertWorkflows.Client;

/// <summary>Running and finished workflows.</summary>
public sealed class InstancesClient
{
    private readonly ApiTransport _transport;

    internal InstancesClient(ApiTransport transport) => _transport = transport;

    /// <summary>Instances, newest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<InstanceSummaryDto>> ListAsync(
        InstanceListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<InstanceSummaryDto>>(
            request.Query("instances")
                .Add("definitionId", request.DefinitionId)
                .Add("status", request.Status)
                .Add("subStatus", request.SubStatus)
                .Add("correlationId", request.CorrelationId)
                .Add("incident", request.Incident)
                .ToString(),
            cancellationToken);

    /// <summary>One instance.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<InstanceDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<InstanceDto>(Path(id), cancellationToken);

    /// <summary>What the instance did, oldest first.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<JournalEntryDto>> GetJournalAsync(
        string id, JournalRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<JournalEntryDto>>(request.Query($"{Path(id)}/journal").ToString(), cancellationToken);

    /// <summary>Cancels the instance; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Why.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when the instance is over.</exception>
    public Task<InstanceDto> CancelAsync(
        string id,
        CancelInstanceRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel", request, ExpectedVersion: expectedVersion),
            cancellationToken);

    /// <summary>Runs what failed again; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when nothing failed.</exception>
    public Task<InstanceDto> RetryAsync(
        string id,
        RetryInstanceRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/retry", request, ExpectedVersion: expectedVersion),
            cancellationToken);

    /// <summary>Goes on without a failed activity; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity, and with what outcome.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when the activity has no such outcome, 409 when it has not failed.</exception>
    public Task<InstanceDto> SkipAsync(
        string id,
        SkipActivityRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/skip", request, ExpectedVersion: expectedVersion),
            cancellationToken);

    /// <summary>What moving the instance to another version would do; nothing changes.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="version">Number of the version.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<MigrationDto> PreviewMigrationAsync(string id, int version, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<MigrationDto>(
            $"{Path(id)}/migration?version={version.ToString(System.Globalization.CultureInfo.InvariantCulture)}", cancellationToken);

    /// <summary>Moves the instance to another version of its definition; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which version.</param>
    /// <param name="expectedVersion">The version of the instance that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>cannot-migrate</c> with the problems; nothing has changed.</exception>
    public Task<InstanceDto> MigrateAsync(
        string id,
        MigrateInstanceRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/migrate", request, ExpectedVersion: expectedVersion),
            cancellationToken);

    private static string Path(string id) => $"instances/{Uri.EscapeDataString(id)}";
}
