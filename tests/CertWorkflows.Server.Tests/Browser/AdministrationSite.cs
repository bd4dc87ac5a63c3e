using CertWorkflows.Client;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>A server with people who are logged in.</summary>
public sealed class AdministrationSite : BrowserSite
{
    /// <summary>Rita's id.</summary>
    public string Rita { get; private set; } = "";

    private protected override async Task StockAsync()
    {
        var users = await Desk.Admin.Administration.ListUsersAsync(new UserListRequest { Limit = 200 });
        Rita = users.Items.Single(user => user.Username == "rita").Id;
    }
}
