using System.Text.Json.Nodes;

namespace CertWorkflows.Reviewer.Tests;

/// <summary>Documents as the API answers them.</summary>
internal static class Recorded
{
    public const string Me =
        """{"id":"u1","username":"reviewer","displayName":"Li Wei","roles":["reviewer"],"groups":["refunds"]}""";

    public const string Form =
        """
        {"type":"object","required":["reason","severity"],"properties":{
          "reason":{"type":"string","title":"Why so","maxLength":2000},
          "account":{"type":"string","title":"Account","minLength":3,"maxLength":20,"pattern":"^[a-z]+$"},
          "contact":{"type":"string","format":"email","title":"Contact"},
          "amount":{"type":"number","title":"Amount","minimum":0,"maximum":1000},
          "days":{"type":"integer","title":"Days","default":3},
          "checked":{"type":"boolean","title":"I checked the account"},
          "severity":{"type":"string","enum":["low","high"],"title":"Severity"},
          "level":{"oneOf":[{"const":1,"title":"One"},{"const":2,"title":"Two"}],"title":"Level"},
          "day":{"type":"string","format":"date","title":"Day"},
          "when":{"type":["string","null"],"format":"date-time","title":"When"},
          "extra":{"type":"object","title":"Extra"}}}
        """;

    public const string Refund =
        """
        {"id":"r1","certificateId":"c1","customerId":"cust-1","state":"underReview","outcome":"manual","rule":"RF-8",
         "reason":"slow-review","refund":{"amount":"958.12","currency":"CNY"},"openedAt":"2021-04-25T10:00:00Z",
         "decideBy":"2021-05-19T10:00:00Z","overdue":true,"channel":"selfService","requestedBy":"caller",
         "warnings":["may-not-finish-before-expiry"],"instanceId":"i1",
         "history":[{"at":"2021-04-25T10:00:00Z","by":"caller","to":"submitted"},
           {"at":"2021-04-25T10:00:01Z","by":"system","from":"submitted","to":"underReview","why":"RF-8"}],
         "links":{"self":"","certificate":"","instance":""},"version":2}
        """;

    public static string Page(params string[] items) => $$"""{"items":[{{string.Join(',', items)}}],"nextCursor":null}""";

    public static string Summary(string id, bool overdue = false) => Task(id, overdue: overdue);

    /// <summary>An open task; a list's reader ignores what only the detail has.</summary>
    public static string Task(string id, string? holder = null, string? form = null, bool overdue = false)
    {
        var task = JsonNode.Parse(
            """
            {"title":"Refund of certificate c1","kind":"refund-review","state":"open","group":"refunds","priority":"high",
             "dueAt":"2021-05-19T10:00:00Z","createdAt":"2021-04-25T10:00:00Z","caseKind":"refund","caseId":"r1",
             "instanceId":"i1","definitionId":"refund-review","candidates":[],
             "facts":[{"name":"refund","value":{"amount":"958.12","currency":"CNY"},"rule":"RF-20"},
               {"name":"paidAt","value":"2021-04-15T10:00:00Z","rule":"RF-8"},
               {"name":"madeUp","label":"Made up","value":"text"},{"name":"bundled","value":false},{"name":"issuedAt","value":null,"rule":"RF-10"}],
             "rule":{"id":"RF-8","text":"as the server says"},
             "outcomes":[{"name":"approve"},{"name":"askAgain","label":"Ask again"}],
             "comments":[],"attachments":[],"businessDaysLeft":4,"history":[{"at":"2021-04-25T10:00:00Z","by":"system","event":"created"}],"links":{},"version":3}
            """)!.AsObject();
        task["id"] = id;
        task["overdue"] = overdue;
        task["form"] = form is null ? null : JsonNode.Parse(form);
        task["assignee"] = holder is null ? null : JsonNode.Parse($$"""{"username":"{{holder}}","displayName":"{{holder.ToUpperInvariant()}}"}""");
        return task.ToJsonString();
    }

    /// <summary>What happened to a task, as the time line tells it.</summary>
    public const string Timeline =
        """{"entries":[{"at":"2021-04-25T10:00:00Z","subject":"task","action":"create","by":"system","to":"open"}]}""";

    public static string Completed(string id, string by)
    {
        var task = JsonNode.Parse(Task(id))!.AsObject();
        task["state"] = "completed";
        task["result"] = JsonNode.Parse(
            $$"""
            {"outcome":"approve","data":{"reason":"fine"},"completedBy":{"username":"x","displayName":"{{by}}"},"completedAt":"2021-04-27T10:00:00Z"}
            """);
        return task.ToJsonString();
    }
}
