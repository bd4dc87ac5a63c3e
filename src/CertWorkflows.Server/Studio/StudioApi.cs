using CertWorkflows.Server.Authentication;

namespace CertWorkflows.Server.Studio;

/// <summary>The part of Elsa's API that the genuine Elsa Studio uses, below <c>/elsa/api</c>; our own is below <c>/api/v1</c>.</summary>
internal static class StudioApi
{
    public const string BasePath = "/elsa/api";

    public static IServiceCollection AddStudioApi(this IServiceCollection services) => services
        .AddSingleton<DesignerActivities>()
        .AddSingleton<DescriptorAnswers>()
        .AddSingleton<StudioDefinitions>();

    public static void MapStudioApi(this WebApplication app)
    {
        var api = app.MapGroup(BasePath).RequireAuthorization().ExcludeFromDescription();
        api.AddEndpointFilter<StudioErrors>();
        var typed = api.MapGroup("");
        typed.AddEndpointFilter((context, next) => app.Services.GetRequiredService<DesignerActivities>().RefreshAsync(context, next));
        var readingTyped = typed.MapGroup("").ForReaders();
        readingTyped.MapDescriptors();
        readingTyped.MapDefinitionReads();
        readingTyped.MapSubgraphs();
        typed.MapDefinitionWrites();
        typed.MapDefinitionImports();
        var reading = api.MapGroup("").ForReaders();
        reading.MapFeatures();
        reading.MapDefinitionExports();
        reading.MapInstanceReads();
        reading.MapJournals();
        reading.MapExecutions();
        api.MapBulkActions();
        api.MapRuns();
        api.MapInstanceActions();
    }
}
