using System.Net;

namespace CertWorkflows.Reviewer.Tests.Operation;

/// <summary>Documents that operators' pages ask for.</summary>
internal static class OperationRecorded
{
    public const string Operator =
        """{"id":"u2","username":"olga","displayName":"Olga","roles":["operator"],"groups":["operators"]}""";

    public const string Incident =
        """
        {"at":"2021-04-25T10:00:00Z","activityId":"pay","activityType":"CertWorkflows.PayRefund","activityInstanceId":"x1",
         "outcomes":["Paid","Failed"],"message":"No money left."}
        """;

    public static string Summary(string id, string subStatus = "faulted", string definition = "refund-review") =>
        $$$"""
        {"id":"{{{id}}}","definitionId":"{{{definition}}}","definitionVersion":2,"status":"{{{(subStatus == "suspended" ? "running" : "finished")}}}","subStatus":"{{{subStatus}}}",
         "name":"Case {{{id}}}","incidentCount":1,"caseKind":"refund","caseId":"r1","createdAt":"2021-04-25T10:00:00Z","updatedAt":"2021-04-26T10:00:00Z",
         "lastIncident":{"at":"2021-04-25T10:00:00Z","activityId":"pay","message":"No money left."}}
        """;

    public static string Instance(string id, string subStatus = "faulted", params string[] incidents) =>
        Summary(id, subStatus).TrimEnd()[..^1]
        + $$"""
          ,"input":{"CertificateId":"c1"},"output":{},"waits":[{"activityId":"review","activityType":"CertWorkflows.HumanTask","name":"HumanTask","dueAt":"2021-05-01T10:00:00Z"}],
          "incidents":[{{string.Join(',', incidents)}}],"version":7}
          """;

    /// <summary>An API that answers an operator.</summary>
    public static FakeApi ForOperator(this FakeApi api) => api
        .On("GET /me", Operator)
        .On("GET /workflows", Recorded.Page("""{"definitionId":"refund-review","name":"Refund review","latestVersion":3,"publishedVersion":2,"inputs":[]}"""))
        .On("GET /instances/counts", """[{"definitionId":"refund-review","version":2,"running":4,"repairable":1}]""");

    /// <summary>An instance with all that its page asks for.</summary>
    public static FakeApi WithInstance(this FakeApi api, string id, string instance) => api.ForOperator()
        .On($"GET /instances/{id}", instance)
        .On("GET /instances", Recorded.Page())
        .On($"GET /instances/{id}/tasks", $"[{Recorded.Summary("t1")}]")
        .On($"GET /instances/{id}/variables", """[{"id":"v1","name":"Amount","type":"Decimal","activityId":"Workflow1","activityInstanceId":"w1","value":12.5}]""")
        .On($"GET /instances/{id}/journal", Recorded.Page(
            """{"sequence":3,"at":"2021-04-25T10:00:00Z","activityId":"pay","activityType":"CertWorkflows.PayRefund","event":"Faulted","message":"No money left.","by":"system"}"""))
        .On("GET /effects", Recorded.Page(Effect("e1")))
        .On("GET /deadlines", Recorded.Page(Deadline("d1")))
        .On("GET /workflows/refund-review/versions", Recorded.Page(Version(3, latest: true), Version(2, published: true)))
        .On("GET /workflows/refund-review/diagram.svg", _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<svg/>") });

    public static string Effect(string id, string state = "parked") =>
        $$"""
        {"id":"{{id}}","kind":"payment","state":"{{state}}","idempotencyKey":"refund-r1","instanceId":"i1","attempts":6,"lastError":"Account closed.",
         "createdAt":"2021-04-25T10:00:00Z"}
        """;

    public static string Deadline(string id, bool parked = false) =>
        $$"""
        {"id":"{{id}}","dueAt":"2021-05-01T10:00:00Z","kind":"escalation","instanceId":"i1","definitionId":"refund-review","attempts":{{(parked ? 9 : 0)}},
         "activityId":"review","late":{{(parked ? "true" : "false")}},"parked":{{(parked ? "true" : "false")}}}
        """;

    public static string Version(int number, bool published = false, bool latest = false) =>
        $$"""
        {"id":"v{{number}}","version":{{number}},"published":{{(published ? "true" : "false")}},"latest":{{(latest ? "true" : "false")}},"createdAt":"2021-04-25T10:00:00Z"}
        """;
}
