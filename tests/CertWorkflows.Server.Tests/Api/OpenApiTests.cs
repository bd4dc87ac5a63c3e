using System.Text.Json;
using CertWorkflows.TestKit;

namespace CertWorkflows.Server.Tests.Api;

/// <summary>The document that clients are written against changes only on purpose.</summary>
public sealed class OpenApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public async Task Document_AsGenerated_IsTheAcceptedOne()
    {
        var document = (await host.Anonymous().ReadAsync("/openapi/v1.json")).Body!;
        Golden.MatchesFile(document.ToJsonString(Indented), Path.Combine(Folder(), "openapi.v1.json"));
    }

    [Fact]
    public async Task Document_AsGenerated_HasTheCallsOfTheApi()
    {
        var paths = (await host.Anonymous().ReadAsync("/openapi/v1.json")).Body!["paths"]!.AsObject().Select(p => p.Key).ToList();
        string[] wanted =
        [
            "/api/v1/tokens", "/api/v1/tokens/refresh", "/api/v1/me", "/api/v1/users", "/api/v1/api-keys", "/api/v1/refund-assessments",
            "/api/v1/business-calendar", "/api/v1/catalogue", "/api/v1/orders", "/api/v1/certificates", "/api/v1/certificates/{id}/pem",
            "/api/v1/certificates/{id}/application", "/api/v1/refunds", "/api/v1/refunds/{id}/cancel", "/api/v1/revocations/{id}/force", "/api/v1/revocation-confirmations/{token}", "/api/v1/tasks", "/api/v1/tasks/{id}/complete",
            "/api/v1/tasks/complete", "/api/v1/run-tasks/{id}/complete", "/api/v1/workflows", "/api/v1/workflows/{definitionId}/instances", "/api/v1/instances/{id}/journal",
            "/api/v1/events/{name}", "/api/v1/connectors/payments/callbacks", "/api/v1/connectors/ca/callbacks", "/api/v1/connectors", "/api/v1/deadlines", "/api/v1/clock/advance",
        ];
        Assert.Empty(wanted.Except(paths));
    }

    [Fact]
    public async Task Document_AsGenerated_TypesInstantsAndNumbersStrictly()
    {
        var document = (await host.Anonymous().ReadAsync("/openapi/v1.json")).Body!;
        var at = document["components"]!["schemas"]!["RefundAssessmentRequest"]!["properties"]!["at"]!;
        Assert.Equal("date-time", at["format"]?.GetValue<string>());
        var limit = document["paths"]!["/api/v1/certificates"]!["get"]!["parameters"]!.AsArray().Single(p => p!["name"]!.GetValue<string>() == "limit")!;
        Assert.Equal("integer", limit["schema"]!["type"]!.GetValue<string>());
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
