namespace CertWorkflows.Client;

/// <summary>Human tasks.</summary>
public sealed class TasksClient
{
    private readonly ApiTransport _transport;

    internal TasksClient(ApiTransport transport) => _transport = transport;

    /// <summary>The inbox.</summary>
    /// <param name="request">Which tasks.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<TaskSummaryDto>> ListAsync(TaskListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<TaskSummaryDto>>(request.Path(), cancellationToken);

    /// <summary>How many open tasks the caller sees.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskCountsDto> GetCountsAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<TaskCountsDto>("tasks/counts", cancellationToken);

    /// <summary>One task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskDto> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<TaskDto>(Path(id), cancellationToken);

    /// <summary>Takes the task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>already-claimed</c> names the holder; 403 <c>separation-of-duties</c>.</exception>
    public Task<TaskDto> ClaimAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, "claim", null, expectedVersion, cancellationToken);

    /// <summary>Puts the task back.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskDto> ReleaseAsync(
        string id, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ActAsync(id, "release", null, expectedVersion, cancellationToken);

    /// <summary>Hands the task to somebody else.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="request">To whom.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskDto> DelegateAsync(
        string id,
        DelegateTaskRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        ActAsync(id, "delegate", request, expectedVersion, cancellationToken);

    /// <summary>Adds a comment.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="request">The comment.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskCommentDto> AddCommentAsync(
        string id,
        AddTaskCommentRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<TaskCommentDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/comments", request, idempotencyKey), cancellationToken);

    /// <summary>Decides the task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="request">The decision.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">
    /// 400 with errors by field when the data does not fit the form; 409 <c>already-completed</c> names the winner;
    /// 403 <c>separation-of-duties</c>.
    /// </exception>
    public Task<TaskDto> CompleteAsync(
        string id,
        CompleteTaskRequest request,
        long? expectedVersion = null,
        CancellationToken cancellationToken = default) =>
        ActAsync(id, "complete", request, expectedVersion, cancellationToken);

    /// <summary>Decides many tasks alike; each succeeds or fails by itself.</summary>
    /// <param name="request">The decision.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CompleteTasksResponse> CompleteManyAsync(
        CompleteTasksRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CompleteTasksResponse>(
            new ApiCall(HttpMethod.Post, "tasks/complete", request), cancellationToken);

    /// <summary>Everything that happened to the task and its case, oldest first.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<TaskTimelineDto> GetTimelineAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<TaskTimelineDto>($"{Path(id)}/timeline", cancellationToken);

    /// <summary>Puts a file beside the task.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="name">The file's name; its ending says what it is.</param>
    /// <param name="content">The content, read to its end.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 <c>attachment-size</c>, <c>attachment-type</c>, <c>attachment-name</c> or <c>too-many-attachments</c>.</exception>
    public Task<TaskAttachmentDto> AttachAsync(string id, string name, Stream content, CancellationToken cancellationToken = default) =>
        _transport.UploadAsync<TaskAttachmentDto>($"{Path(id)}/attachments", name, content, cancellationToken);

    /// <summary>Takes a file away again.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="attachmentId">The file's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DetachAsync(string id, string attachmentId, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, $"{Path(id)}/attachments/{Uri.EscapeDataString(attachmentId)}"), cancellationToken);

    /// <summary>Hands many tasks to one person, or gives them back to their groups; each succeeds or fails by itself. Safe to repeat.</summary>
    /// <param name="request">Which tasks, and to whom.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when there is no such active user.</exception>
    public Task<AssignTasksResponse> AssignManyAsync(AssignTasksRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<AssignTasksResponse>(new ApiCall(HttpMethod.Post, "tasks/assign", request), cancellationToken);

    private Task<TaskDto> ActAsync(
        string id, string action, object? body, long? expectedVersion, CancellationToken cancellationToken) =>
        _transport.SendAsync<TaskDto>(
            new ApiCall(HttpMethod.Post, $"{Path(id)}/{action}", body, ExpectedVersion: expectedVersion), cancellationToken);

    private static string Path(string id) => $"tasks/{Uri.EscapeDataString(id)}";
}
