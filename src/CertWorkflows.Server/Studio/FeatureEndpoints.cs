namespace CertWorkflows.Server.Studio;

internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        // Studio asks for features to switch parts on that need more of Elsa's API: what is not built is not named
        api.MapGet("/features/installed", () => StudioJson.List<StudioFeature>([]));
    }

    internal sealed record StudioFeature(string Name, string Namespace, string FullName, string DisplayName, string Description);
}
