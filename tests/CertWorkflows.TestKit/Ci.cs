namespace CertWorkflows.TestKit;

/// <summary>What a build server must not let pass.</summary>
internal static class Ci
{
    public static bool IsBuildServer => IsOn("CI");

    public static bool RequiresPostgreSql => IsBuildServer || IsOn("REQUIRE_POSTGRESQL");

    public static bool RequiresTlsPrograms => IsBuildServer || IsOn("REQUIRE_TLS_PROGRAMS");

    private static bool IsOn(string variable) => Environment.GetEnvironmentVariable(variable) is "1" or "true" or "True";
}
