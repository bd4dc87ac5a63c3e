using CertWorkflows.Client;

namespace CertWorkflows.Server.Http;

internal static class EntityTags
{
    /// <summary>Names the version of what is answered.</summary>
    public static void Tag(this HttpResponse response, long version) => response.Headers.ETag = EntityTag.Format(version);
}
