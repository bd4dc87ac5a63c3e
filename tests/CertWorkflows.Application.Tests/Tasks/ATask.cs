using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;

namespace CertWorkflows.Application.Tests.Tasks;

/// <summary>An open task of the group refunds.</summary>
internal static class ATask
{
    public static HumanTask With(string form = "{}", string excluded = "[]", string? assignee = null, string? escalatedTo = null) => new()
    {
        ActivityId = "review",
        DefinitionId = "refund-review",
        Title = "Decide",
        Kind = "refund-review",
        Group = "refunds",
        EscalatedTo = escalatedTo,
        Form = form,
        Outcomes = """["Approve","Reject"]""",
        Excluded = excluded,
        Assignee = assignee,
        State = HumanTaskState.Open,
    };

    public static Caller Person(string name, params string[] groups) => new(name, new HashSet<string> { "reviewer" }, groups.ToHashSet());
}
