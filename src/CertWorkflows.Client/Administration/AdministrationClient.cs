namespace CertWorkflows.Client;

/// <summary>Users and API keys.</summary>
public sealed class AdministrationClient
{
    private readonly ApiTransport _transport;

    internal AdministrationClient(ApiTransport transport) => _transport = transport;

    /// <summary>Who the caller is.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<MeDto> GetMeAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<MeDto>("me", cancellationToken);

    /// <summary>All users, by username.</summary>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<UserDto>> ListUsersAsync(UserListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<UserDto>>(request.Query("users").ToString(), cancellationToken);

    /// <summary>One user.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<UserDto> GetUserAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<UserDto>(UserPath(id), cancellationToken);

    /// <summary>Makes a user.</summary>
    /// <param name="request">The user.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">409 <c>username-taken</c>.</exception>
    public Task<UserDto> CreateUserAsync(
        CreateUserRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<UserDto>(new ApiCall(HttpMethod.Post, "users", request, idempotencyKey), cancellationToken);

    /// <summary>Changes a user.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="request">What to change.</param>
    /// <param name="expectedVersion">The version that the caller saw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<UserDto> UpdateUserAsync(
        string id, UpdateUserRequest request, long? expectedVersion = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<UserDto>(
            new ApiCall(HttpMethod.Patch, UserPath(id), request, ExpectedVersion: expectedVersion), cancellationToken);

    /// <summary>Deletes a user who never acted; one who did is disabled instead.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DeleteUserAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, UserPath(id)), cancellationToken);

    /// <summary>Gives a user another password and ends the sessions they have.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="request">The password.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task SetPasswordAsync(string id, SetPasswordRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Post, $"{UserPath(id)}/password", request), cancellationToken);

    /// <summary>All API keys, newest first, without their secrets.</summary>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<ApiKeyDto>> ListApiKeysAsync(ApiKeyListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<ApiKeyDto>>(request.Query("api-keys").ToString(), cancellationToken);

    /// <summary>Makes an API key; its secret is in this answer and never again.</summary>
    /// <param name="request">The key.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CreatedApiKeyDto> CreateApiKeyAsync(
        CreateApiKeyRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CreatedApiKeyDto>(
            new ApiCall(HttpMethod.Post, "api-keys", request, idempotencyKey), cancellationToken);

    /// <summary>Ends an API key at once.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DeleteApiKeyAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, $"api-keys/{Uri.EscapeDataString(id)}"), cancellationToken);

    /// <summary>Who is logged in, last seen first.</summary>
    /// <param name="request">Which sessions.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<SessionDto>> ListSessionsAsync(SessionListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<SessionDto>>(request.Query("sessions").Add("userId", request.UserId).ToString(), cancellationToken);

    /// <summary>Ends one session at once.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task EndSessionAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, $"sessions/{Uri.EscapeDataString(id)}"), cancellationToken);

    /// <summary>Ends all sessions of a user at once.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task EndSessionsOfAsync(string userId, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            new ApiCall(HttpMethod.Delete, new Query("sessions").Add("userId", userId).ToString()), cancellationToken);

    /// <summary>The caller's own sessions, last seen first; none with an API key.</summary>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<SessionDto>> ListOwnSessionsAsync(OwnSessionListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<SessionDto>>(request.Query("me/sessions").ToString(), cancellationToken);

    /// <summary>Ends one of the caller's own sessions at once.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">404 <c>not-found</c>: it is over, or is somebody else's.</exception>
    public Task EndOwnSessionAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, $"me/sessions/{Uri.EscapeDataString(id)}"), cancellationToken);

    /// <summary>Ends the caller's sessions but the one that asks.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task EndOtherSessionsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, "me/sessions"), cancellationToken);

    /// <summary>Who did what, newest first; roles <c>admin</c> and <c>operator</c>.</summary>
    /// <param name="request">Which records.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Page<AuditRecordDto>> ListAuditAsync(AuditListRequest request, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<Page<AuditRecordDto>>(
            request.Query("audit")
                .Add("actor", request.Actor)
                .Add("subject", request.Subject)
                .Add("subjectId", request.SubjectId)
                .Add("action", request.Action)
                .Add("from", request.From)
                .Add("until", request.Until)
                .Add("instance", request.InstanceId)
                .ToString(),
            cancellationToken);

    private static string UserPath(string id) => $"users/{Uri.EscapeDataString(id)}";

    /// <summary>Has the whole audit trail compared with its seals.</summary>
    /// <param name="hash">A seal's hash that was noted down earlier, to be found among them; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<AuditVerificationDto> VerifyAuditAsync(string? hash = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<AuditVerificationDto>(new Query("audit/verification").Add("hash", hash).ToString(), cancellationToken);
}
