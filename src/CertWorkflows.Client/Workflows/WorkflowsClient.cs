using System.Globalization;
using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>Workflow definitions.</summary>
public sealed class WorkflowsClient
{
    private readonly ApiTransport _transport;

    internal WorkflowsClient(ApiTransport transport) => _transport = transport;

    /// <summary>All definitions, by id.</summary>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<WorkflowDto>> ListAsync(WorkflowListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<WorkflowDto>>(request.Query("workflows").ToString(), cancellationToken);

    /// <summary>One definition.</summary>
    /// <param name="definitionId">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<WorkflowDto> GetAsync(string definitionId, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<WorkflowDto>(Path(definitionId), cancellationToken);

    /// <summary>A definition's versions, newest first.</summary>
    /// <param name="definitionId">Its id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<WorkflowVersionDto>> ListVersionsAsync(
        string definitionId, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<WorkflowVersionDto>>($"{Path(definitionId)}/versions", cancellationToken);

    /// <summary>What makes one version another, apart from where it is drawn.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="from">The version that was there before.</param>
    /// <param name="to">The version that came after.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">404 when there is no such version.</exception>
    public Task<WorkflowDiffDto> DiffAsync(string definitionId, int from, int to, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<WorkflowDiffDto>(
            string.Create(CultureInfo.InvariantCulture, $"{Path(definitionId)}/diff?from={from}&to={to}"), cancellationToken);

    /// <summary>Starts the published version.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="request">What to hand in.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-published</c>; 400 when an input is missing or does not fit.</exception>
    public Task<InstanceDto> StartAsync(
        string definitionId,
        StartWorkflowRequest request,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        _transport.SendAsync<InstanceDto>(
            new ApiCall(HttpMethod.Post, $"{Path(definitionId)}/instances", request, idempotencyKey), cancellationToken);

    /// <summary>Runs a version on a virtual clock; role <c>analyst</c> or <c>operator</c>. Nothing is stored or sent.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="request">Input and answers.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">400 when an answer does not fit its task; 422 when the version cannot run; 429 when too many run.</exception>
    public Task<SimulationDto> SimulateAsync(
        string definitionId, SimulateWorkflowRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<SimulationDto>(
            new ApiCall(HttpMethod.Post, $"{Path(definitionId)}/simulations", request), cancellationToken);

    /// <summary>Everything that is wrong with a definition; nothing is stored.</summary>
    /// <param name="definition">An Elsa 3 definition.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<WorkflowValidationDto> ValidateAsync(JsonElement definition, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<WorkflowValidationDto>(new ApiCall(HttpMethod.Post, "workflows/validations", definition), cancellationToken);

    /// <summary>Saves a draft, with its mistakes; a version that was ever published is followed by a new one.</summary>
    /// <param name="definitionId">The definition's id; a new one begins a new definition.</param>
    /// <param name="definition">An Elsa 3 definition.</param>
    /// <param name="expectedRevision">The revision the change was made to; null to take what is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">412 when somebody changed it since; 422 when it is no definition.</exception>
    public Task<WorkflowSavedDto> SaveDraftAsync(
        string definitionId, JsonElement definition, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<WorkflowSavedDto>(
            new ApiCall(HttpMethod.Put, $"{Path(definitionId)}/draft", definition, null, expectedRevision), cancellationToken);

    /// <summary>Publishes the latest version.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="expectedRevision">The revision that was looked at; null to take what is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">422 <c>invalid-definition</c> when it has errors; 412 when somebody changed it since.</exception>
    public Task<WorkflowSavedDto> PublishAsync(
        string definitionId, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<WorkflowSavedDto>(
            new ApiCall(HttpMethod.Post, $"{Path(definitionId)}/publish", null, null, expectedRevision), cancellationToken);

    /// <summary>Takes the published version back; what runs goes on.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="expectedRevision">The revision that was looked at; null to take what is there.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>not-published</c>; 412 when somebody changed it since.</exception>
    public Task<WorkflowSavedDto> RetractAsync(
        string definitionId, long? expectedRevision = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<WorkflowSavedDto>(
            new ApiCall(HttpMethod.Post, $"{Path(definitionId)}/retract", null, null, expectedRevision), cancellationToken);

    /// <summary>The published version, else the latest, as an Elsa 3 file.</summary>
    /// <param name="definitionId">The definition's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<string> ExportAsync(string definitionId, CancellationToken cancellationToken = default) =>
        _transport.GetTextAsync($"{Path(definitionId)}/export", cancellationToken);

    /// <summary>The workflow's picture as SVG, with the path of an instance where one is named.</summary>
    /// <param name="definitionId">The workflow's definition id.</param>
    /// <param name="instanceId">The instance; null for the picture alone.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<string> GetDiagramAsync(string definitionId, string? instanceId = null, CancellationToken cancellationToken = default) =>
        _transport.GetTextAsync(
            new Query($"workflows/{Uri.EscapeDataString(definitionId)}/diagram.svg").Add("instance", instanceId).ToString(), cancellationToken);

    private static string Path(string definitionId) => $"workflows/{Uri.EscapeDataString(definitionId)}";
}
