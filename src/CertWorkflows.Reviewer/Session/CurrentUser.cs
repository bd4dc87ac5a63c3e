using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Session;

/// <summary>Who is logged in; the API is asked once a circuit.</summary>
internal sealed class CurrentUser(CertWorkflowsClient api)
{
    private Task<MeDto>? _asked;

    /// <summary>The user; a failed question is asked again.</summary>
    public Task<MeDto> GetAsync() =>
        _asked is { IsFaulted: false, IsCanceled: false } ? _asked : _asked = api.Administration.GetMeAsync();
}
