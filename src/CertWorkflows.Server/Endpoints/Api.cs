using CertWorkflows.Server.Diagrams;
using CertWorkflows.Server.Events;

namespace CertWorkflows.Server.Endpoints;

/// <summary>Everything below <c>/api/v1</c>.</summary>
internal static class Api
{
    public const string BasePath = "/api/v1";

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup(BasePath).RequireAuthorization();
        api.MapAccess();
        api.MapRefundAssessments();
        api.MapPackageRefundAssessments();
        api.MapBusinessCalendar();
        api.MapRenewalQuotes();
        api.MapCatalogue();
        api.MapQuotes();
        api.MapOrders();
        api.MapCertificates();
        api.MapPackages();
        api.MapPackageRefunds();
        api.MapCredits();
        api.MapHostings();
        api.MapRefunds();
        api.MapRenewals();
        api.MapRevocations();
        api.MapRevocationConfirmations();
        api.MapCustomerRequests();
        api.MapTasks();
        api.MapSavedFilters();
        api.MapStatistics();
        api.MapRunTasks();
        api.MapWorkflows();
        api.MapSimulations();
        api.MapDiagrams();
        api.MapLifecycles();
        api.MapDefinitions();
        api.MapInstances();
        api.MapEvents();
        api.MapEventStream();
        api.MapDeadlines();
        api.MapEffects();
        api.MapConnectors();
        api.MapCallbacks();
        if (app.Services.GetService<Clock.VirtualClock>() is not null)
        {
            api.MapClock();
        }
    }

    /// <summary>Who may do what, who is logged in, and who did what.</summary>
    private static void MapAccess(this IEndpointRouteBuilder api)
    {
        api.MapTokens();
        api.MapMe();
        api.MapUsers();
        api.MapApiKeys();
        api.MapSessions();
        api.MapAudit();
        api.MapAuditChain();
    }
}
