using CertWorkflows.Server.Tests.Api;
using static CertWorkflows.Server.Tests.Studio.StudioCalls;

namespace CertWorkflows.Server.Tests.Studio;

/// <summary>Whatever a client sends is answered or refused: nothing of it is a bug of ours.</summary>
public sealed class OddBodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Bodies =
    [
        "", "null", "[]", "{}", "{", "1", "\"x\"", """{"ids":null,"definitionIds":null,"filter":null,"alterations":null,"model":null}""",
        """{"ids":[null],"definitionIds":[null],"alterations":[null],"filter":{},"statuses":[null],"timestampFilters":[null]}""",
        """{"filter":{"activityNodeIds":[null],"excludedActivityTypes":null,"eventNames":[null]}}""", """{"ids":"x","definitionIds":{},"page":"1","pageSize":null}""",
        """{"timestampFilters":[{}]}""", """{"workflowInstanceId":null,"activityNodeIds":null}""", """{"workflowInstanceId":"x","input":[],"correlationId":1}""",
    ];

    public static TheoryData<string, string> Calls => new()
    {
        { "analyst", "workflow-definitions" }, { "analyst", "workflow-definitions/import" }, { "analyst", "workflow-definitions/refund-review/execute" },
        { "analyst", "workflow-definitions/refund-review/dispatch" }, { "analyst", "workflow-instances" }, { "analyst", "activity-executions/report" },
        { "analyst", "bulk-actions/publish/workflow-definitions/by-definition-ids" }, { "analyst", "bulk-actions/retract/workflow-definitions/by-definition-ids" },
        { "analyst", "bulk-actions/delete/workflow-definitions/by-definition-id" }, { "analyst", "bulk-actions/delete/workflow-definitions/by-id" },
        { "analyst", "bulk-actions/export/workflow-definitions" }, { "analyst", "scripting/javascript/type-definitions/refund-review" },
        { "analyst", "descriptors/activities/Elsa.Fork/options/JoinMode" }, { "analyst", "workflow-instances/01890000-0000-7000-8000-000000000000/journal" },
        { "operator", "bulk-actions/cancel/workflow-instances" }, { "operator", "bulk-actions/delete/workflow-instances/by-id" }, { "operator", "alterations/submit" },
        { "analyst", "workflow-definitions/import-files" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithAnOddBody_IsAnsweredOrRefused(string user, string path)
    {
        var client = await host.AsAsync(user);
        foreach (var body in Bodies)
        {
            var answer = await client.SubmitAsync($"{Base}/{path}", body);
            Assert.True(answer.Status < 500, $"{body}: {answer.Status} {answer.Body?.ToJsonString()}");
        }
    }
}
