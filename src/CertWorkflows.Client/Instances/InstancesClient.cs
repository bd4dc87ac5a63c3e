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
                .Add("version", request.Version)
                .Add("status", request.Status)
                .Add("subStatus", request.SubStatus)
                .Add("correlationId", request.CorrelationId)
                .Add("businessKey", request.BusinessKey)
                .Add("caseId", request.CaseId)
                .Add("parentId", request.ParentId)
                .Add("repairable", request.Repairable)
                .Add("incident", request.Incident)
                .ToString(),
            cancellationToken);

    /// <summary>How many run, and how many stand still, by definition and version; only where there are any.</summary>
    /// <param name="definitionId">Of one definition; of all when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<InstanceCountDto>> CountAsync(string? definitionId = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<InstanceCountDto>>(
            new Query("instances/counts").Add("definitionId", definitionId).ToString(), cancellationToken);

    /// <summary>One instance.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<InstanceDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<InstanceDto>(Path(id), cancellationToken);

    /// <summary>The tasks that the instance raised, oldest first; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<TaskSummaryDto>> GetTasksAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<TaskSummaryDto>>($"{Path(id)}/tasks", cancellationToken);

    /// <summary>What the instance did, oldest first unless the request says otherwise.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<JournalEntryDto>> GetJournalAsync(
        string id, JournalRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<JournalEntryDto>>(
            request.Query($"{Path(id)}/journal").Add("activityId", request.ActivityId).Add("order", request.Order).ToString(), cancellationToken);

    /// <summary>Cancels the instance; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Why.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when the instance is over.</exception>
    public Task<InstanceDto> CancelAsync(
        string id,
        CancelInstanceRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Runs what failed again; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when nothing failed.</exception>
    public Task<InstanceDto> RetryAsync(
        string id,
        RetryInstanceRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/retry", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Goes on without a failed activity; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity, and with what outcome.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when the activity has no such outcome, 409 when it has not failed.</exception>
    public Task<InstanceDto> SkipAsync(
        string id,
        SkipActivityRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/skip", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>What moving the instance to another version would do; nothing changes.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="version">Number of the version.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<MigrationDto> PreviewMigrationAsync(string id, int version, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<MigrationDto>(
            $"{Path(id)}/migration?version={version.ToString(System.Globalization.CultureInfo.InvariantCulture)}", cancellationToken);

    /// <summary>The same where activities have got other ids; nothing changes.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which version, and which ids.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<MigrationDto> PreviewMigrationAsync(string id, MigrateInstanceRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<MigrationDto>(new ApiCall(HttpMethod.Post, $"{Path(id)}/migration", request), cancellationToken);

    /// <summary>Moves the instance to another version of its definition; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which version.</param>
    /// <param name="expectedVersion">The version of the instance that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>cannot-migrate</c> with the problems; nothing has changed.</exception>
    public Task<InstanceDto> MigrateAsync(
        string id,
        MigrateInstanceRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/migrate", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Cancels one activity under way; what is around it goes on; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity, and why.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when it is not under way, or what is around it could not go on.</exception>
    public Task<InstanceDto> CancelActivityAsync(
        string id,
        CancelActivityRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/cancel-activity", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Runs an activity of a flowchart under way, out of turn; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which activity, and why.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when it is not in a flowchart that is under way, or is itself under way.</exception>
    public Task<InstanceDto> ScheduleActivityAsync(
        string id,
        ScheduleActivityRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/schedule-activity", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>Sets a variable; nothing runs; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="request">Which variable, and its value.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when there is no such variable or the value does not fit its type.</exception>
    public Task<InstanceDto> SetVariableAsync(
        string id,
        SetVariableRequest request,
        long? expectedVersion = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/set-variable", request, idempotencyKey, expectedVersion),
            cancellationToken);

    /// <summary>The stored variables of the instance, outermost first; role <c>operator</c>.</summary>
    /// <param name="id">The instance's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<IReadOnlyList<InstanceVariableDto>> GetVariablesAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<IReadOnlyList<InstanceVariableDto>>($"{Path(id)}/variables", cancellationToken);

    /// <summary>Runs what failed again, in up to 200 instances that a filter finds; role <c>operator</c>.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<BulkInstancesResponse> RetryManyAsync(RetryInstancesRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<BulkInstancesResponse>(new ApiCall(HttpMethod.Post, "instances/retry", request), cancellationToken);

    /// <summary>Cancels up to 200 instances that a filter finds; role <c>operator</c>.</summary>
    /// <param name="request">Which ones, and why.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<BulkInstancesResponse> CancelManyAsync(CancelInstancesRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<BulkInstancesResponse>(new ApiCall(HttpMethod.Post, "instances/cancel", request), cancellationToken);

    /// <summary>Moves up to 200 instances that a filter finds to another version; role <c>operator</c>.</summary>
    /// <param name="request">Which ones, and to which version.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<BulkInstancesResponse> MigrateManyAsync(MigrateInstancesRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<BulkInstancesResponse>(new ApiCall(HttpMethod.Post, "instances/migrate", request), cancellationToken);

    private static string Path(string id) => $"instances/{Uri.EscapeDataString(id)}";
}
