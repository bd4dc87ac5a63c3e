using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace CertWorkflows.Reviewer.Administration;

public sealed partial class UserPage
{
    private IReadOnlyList<string> _groups = [];
    private UserDto? _user;
    private ShownProblem? _problem;
    private string? _done;
    private string? _loaded;
    private string _password = "";
    private string _current = "";
    private bool _own;
    private bool _busy;

    /// <summary>The user's id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private CurrentUser Me { get; set; } = default!;

    [Inject] private IStringLocalizer<Texts> Words { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Id)
        {
            (_loaded, _user, _done) = (Id, null, null);
            await LoadAsync();
        }
    }

    private async Task LoadAsync() => _problem = await Attempt.RunAsync(async () =>
    {
        var user = await Api.Administration.GetUserAsync(Id, Leaving);
        _own = (await Me.GetAsync()).Username == user.Username;
        _groups = UserGroups.Of((await Api.Administration.ListUsersAsync(new UserListRequest { Limit = 200 }, Leaving)).Items.Append(user));
        _user = user;
    });

    private Task<bool> SaveAsync(UserEntry entry) => ActAsync(
        () => UpdateAsync(new UpdateUserRequest { DisplayName = entry.DisplayName, Roles = [.. entry.Roles], Groups = [.. entry.AllGroups] }),
        Words["User.Done.save"]);

    private Task<bool> DisableAsync(bool disabled) => ActAsync(
        () => UpdateAsync(new UpdateUserRequest { Disabled = disabled }), Words[disabled ? "User.Done.disable" : "User.Done.enable"]);

    private async Task<bool> SetPasswordAsync(string reason)
    {
        var set = await ActAsync(
            async () =>
            {
                await Api.Administration.SetPasswordAsync(
                    Id, new SetPasswordRequest { NewPassword = _password, CurrentPassword = _own ? _current : null }, Leaving);
                _user = await Api.Administration.GetUserAsync(Id, Leaving);
            },
            Words["User.Done.password"]);
        (_password, _current) = ("", "");
        return set;
    }

    private async Task UpdateAsync(UpdateUserRequest request) =>
        _user = await Api.Administration.UpdateUserAsync(Id, request, _user!.Version, Leaving);

    private async Task<bool> ActAsync(Func<Task> act, string done)
    {
        (_busy, _done) = (true, null);
        StateHasChanged();
        _problem = await Attempt.RunAsync(act);
        _done = _problem is null ? done : null;
        if (_problem is { Code: "stale" })
        {
            // Somebody else changed the user: what is there now is shown beside the refusal.
            await Attempt.RunAsync(async () => _user = await Api.Administration.GetUserAsync(Id, Leaving));
        }

        _busy = false;
        StateHasChanged();
        return _problem is null;
    }
}
