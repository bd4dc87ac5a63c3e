using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Client.Tests.Json;

/// <summary>Each recorded document is read without an unknown member and written back as it was.</summary>
public class RecordedShapeTests
{
    public static TheoryData<string, Type> Documents => new()
    {
        { "refund-assessment-request", typeof(RefundAssessmentRequest) },
        { "refund-assessment-response", typeof(RefundAssessmentResponse) },
        { "refund", typeof(RefundDto) },
        { "refund-request", typeof(CreateRefundRequest) },
        { "task", typeof(TaskDto) },
        { "task-result", typeof(TaskDto) },
        { "certificate", typeof(CertificateDto) },
        { "renewal", typeof(RenewalDto) },
        { "order-request", typeof(CreateOrderRequest) },
        { "business-calendar", typeof(BusinessDaysResponse) },
        { "instance", typeof(InstanceDto) },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_WhenReadAndWritten_IsTheSame(string name, Type type)
    {
        var recorded = Sample.Text(name);

        var read = JsonSerializer.Deserialize(recorded, type, ApiJson.StrictOptions);
        var written = JsonSerializer.SerializeToNode(read, type, ApiJson.Options);

        Assert.Equal(WithoutNulls(JsonNode.Parse(recorded))!.ToJsonString(), WithoutNulls(written)!.ToJsonString());
    }

    /// <summary>A member that is null and one that is left out mean the same; members are put in order to be compared.</summary>
    private static JsonNode? WithoutNulls(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => member.Value is not null)
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutNulls)]),
        null => null,
        _ => node.DeepClone(),
    };
}
