using System.Security.Cryptography;
using System.Text.Json;
using CertWorkflows.Client;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CertWorkflows.Reviewer.Session;

/// <summary>
/// Keeps the user's tokens in an encrypted cookie that scripts cannot read, so that a reload or another node goes on with them.
/// </summary>
internal sealed partial class SessionCookie(IDataProtectionProvider protection, ILogger<SessionCookie> log)
{
    internal const string Name = "certworkflows-session";

    private readonly IDataProtector _cookies = protection.CreateProtector("CertWorkflows.Reviewer.Session.v1");
    private readonly IDataProtector _tickets = protection.CreateProtector("CertWorkflows.Reviewer.Ticket.v1");
    private readonly ChunkingCookieManager _chunks = new();

    public TokenResponse? Read(HttpContext context) =>
        _chunks.GetRequestCookie(context, Name) is { Length: > 0 } text
            ? Unprotect<TokenResponse>(_cookies, text)
            : null;

    public void Write(HttpContext context, TokenResponse tokens) =>
        _chunks.AppendResponseCookie(context, Name, Protect(_cookies, tokens), Options(context));

    public void Delete(HttpContext context) => _chunks.DeleteCookie(context, Name, Options(context));

    /// <summary>The access token alone, encrypted: what the browser hands to its circuit without being able to read it.</summary>
    public string Ticket(TokenResponse tokens) =>
        Protect(_tickets, new AccessTicket(tokens.AccessToken, tokens.ExpiresAt));

    public AccessTicket? ReadTicket(string text) => Unprotect<AccessTicket>(_tickets, text);

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };

    private static string Protect<T>(IDataProtector protector, T value) =>
        protector.Protect(JsonSerializer.Serialize(value, ApiJson.Options));

    private T? Unprotect<T>(IDataProtector protector, string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(text), ApiJson.Options);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            LogUnreadable(log, unreadable);
            return null;
        }
    }

    [LoggerMessage(8001, LogLevel.Debug, "A session cookie or ticket could not be read; the user has to log in again.")]
    private static partial void LogUnreadable(ILogger logger, Exception reason);
}

/// <summary>An access token and when it ends.</summary>
internal sealed record AccessTicket(string AccessToken, DateTimeOffset ExpiresAt);
