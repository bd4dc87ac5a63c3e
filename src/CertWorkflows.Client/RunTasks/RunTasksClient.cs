namespace CertWorkflows.Client;

/// <summary>Work that workflows hand to programs; roles <c>caller</c> and <c>operator</c>.</summary>
public sealed class RunTasksClient
{
    private readonly ApiTransport _transport;

    internal RunTasksClient(ApiTransport transport) => _transport = transport;

    /// <summary>Tasks, oldest first.</summary>
    /// <param name="request">Which ones.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<RunTaskDto>> ListAsync(RunTaskListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<RunTaskDto>>(
            request.Query("run-tasks")
                .Add("state", request.State)
                .Add("name", request.Name)
                .AddSeconds("wait", request.Wait)
                .ToString(),
            cancellationToken);

    /// <summary>One task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<RunTaskDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<RunTaskDto>(Path(id), cancellationToken);

    /// <summary>Reports a task's result; its workflow goes on.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="request">The result.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 when it was completed or cancelled before.</exception>
    public Task<RunTaskDto> CompleteAsync(
        string id,
        CompleteRunTaskRequest request,
        string? idempotencyKey = null,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<RunTaskDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/complete", request, idempotencyKey, expectedVersion), cancellationToken);

    private static string Path(string id) => $"run-tasks/{Uri.EscapeDataString(id)}";
}
