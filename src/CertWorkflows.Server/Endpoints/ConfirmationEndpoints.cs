using CertWorkflows.Application.Access;
using CertWorkflows.Application.Revocations;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Revocations;
using CertWorkflows.Server.Confirmations;
using CertWorkflows.Server.Http;

namespace CertWorkflows.Server.Endpoints;

/// <summary>
/// The page behind the link of a mail (RV-5), for whoever has the link. Looking at it changes nothing, however often a mail
/// scanner does; only its button confirms.
/// </summary>
internal static class ConfirmationEndpoints
{
    public const string Path = $"{Api.BasePath}/revocation-confirmations";

    private const int MaxToken = 200;

    public static void MapRevocationConfirmations(this IEndpointRouteBuilder api)
    {
        var pages = api.MapGroup("/revocation-confirmations/{token}").WithTags("Confirmation page").AllowAnonymous();
        pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], ShowAsync)
            .Produces<string>(StatusCodes.Status200OK, PublicPage.ContentType)
            .WithSummary("The page that asks the customer once more (RV-5); it confirms nothing.");
        pages.MapPost("/", ConfirmAsync)
            .Produces<string>(StatusCodes.Status200OK, PublicPage.ContentType)
            .WithSummary("Confirms the revocation, as the page's button does (RV-1).");
    }

    private static async Task<IResult> ShowAsync(
        string token, RevocationService revocations, TimeProvider clock, HttpRequest request, CancellationToken cancellationToken)
    {
        var page = new ConfirmationPage(request);
        return await FindAsync(revocations, token, cancellationToken) is not var (revocation, certificate, hash)
            ? page.Told("unknown", StatusCodes.Status404NotFound)
            : revocation.LinkStateOf(hash, clock.GetUtcNow()) switch
            {
                ConfirmationLinkState.Valid => page.Asking(revocation, certificate),
                var spent => Spent(page, spent, revocation),
            };
    }

    private static async Task<IResult> ConfirmAsync(
        string token, RevocationService revocations, TimeProvider clock, HttpRequest request, CancellationToken cancellationToken)
    {
        var page = new ConfirmationPage(request);
        if (await FindAsync(revocations, token, cancellationToken) is null)
        {
            return page.Told("unknown", StatusCodes.Status404NotFound);
        }

        try
        {
            await revocations.ConfirmAsync(token, cancellationToken);
            return page.Told("confirmed", StatusCodes.Status200OK);
        }
        catch (DomainException spent) when (spent.Rule == "RV-5")
        {
            var (revocation, _, hash) = (await FindAsync(revocations, token, cancellationToken))!.Value;
            return Spent(page, revocation.LinkStateOf(hash, clock.GetUtcNow()), revocation);
        }
        catch (ConflictException)
        {
            return page.Told("not-now", StatusCodes.Status409Conflict);
        }
    }

    /// <summary>Those whose link does nothing any more learn why.</summary>
    private static IResult Spent(ConfirmationPage page, ConfirmationLinkState state, Revocation revocation) => state switch
    {
        ConfirmationLinkState.Used when revocation.State == RevocationState.Revoked => page.Told("revoked", StatusCodes.Status410Gone),
        ConfirmationLinkState.Used => page.Told("used", StatusCodes.Status410Gone),
        ConfirmationLinkState.Expired => page.Told("expired", StatusCodes.Status410Gone),
        _ => page.Told("void", StatusCodes.Status410Gone),
    };

    private static async Task<(Revocation Revocation, Domain.Certificates.Certificate Certificate, string Hash)?> FindAsync(
        RevocationService revocations, string token, CancellationToken cancellationToken) =>
        token.Length > MaxToken ? null : await revocations.FindAsync(token, cancellationToken);
}
