using System.Net.Http.Headers;
using Microsoft.JSInterop;

namespace CertWorkflows.Reviewer.Session;

/// <summary>The logged-in user of one circuit.</summary>
/// <remarks>
/// The cookie owns the refresh token, and only the browser can replace a cookie. So when the access token runs out, the browser is asked to
/// renew the session and hands back the new access token as an encrypted ticket.
/// </remarks>
internal sealed class ReviewerSession(SessionCookie cookie, IJSRuntime browser, SessionClock clock) : IDisposable
{
    /// <summary>How long before its end an access token is renewed; longer than any call takes.</summary>
    internal static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _renewing = new(1);
    private AccessTicket? _ticket;

    public void Start(string? ticket) => _ticket = ticket is null ? null : cookie.ReadTicket(ticket);

    /// <summary>The header for a call; null when the session is over, to which the API answers 401.</summary>
    public async ValueTask<AuthenticationHeaderValue?> CredentialAsync(CancellationToken cancellationToken)
    {
        if (!Fresh(_ticket))
        {
            await RenewAsync(cancellationToken);
        }

        return _ticket is null ? null : new AuthenticationHeaderValue("Bearer", _ticket.AccessToken);
    }

    public void Dispose() => _renewing.Dispose();

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (!Fresh(_ticket))
            {
                Start(await browser.InvokeAsync<string?>("certWorkflows.renew", cancellationToken));
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    private bool Fresh(AccessTicket? ticket) => ticket is not null && ticket.ExpiresAt - clock.Now > RenewBefore;
}
