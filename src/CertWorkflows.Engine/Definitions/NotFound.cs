namespace CertWorkflows.Engine.Definitions;

/// <summary>Names of the placeholder for unknown activity types (D-9).</summary>
internal static class NotFound
{
    public const string TypeName = "Elsa.NotFoundActivity";
    public const string OriginalJson = "originalActivityJson";
}
