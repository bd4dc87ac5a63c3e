using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;

namespace CertWorkflows.Application.Tests.Tasks;

public sealed class TaskRulesTests
{
    [Fact]
    public void MayComplete_AMemberOfTheGroup_May() => TaskRules.MayComplete(ATask.With(), ATask.Person("rita", "refunds"));

    [Fact]
    public void MayComplete_AMemberOfTheGroupItWasEscalatedTo_May() =>
        TaskRules.MayComplete(ATask.With(escalatedTo: "supervisors"), ATask.Person("susan", "supervisors"));

    [Fact]
    public void MayComplete_SomebodyElse_IsNotInTheGroup()
    {
        var refused = Assert.Throws<ForbiddenException>(() => TaskRules.MayComplete(ATask.With(), ATask.Person("carl", "customer-care")));
        Assert.Equal("not-in-group", refused.Code);
    }

    [Fact]
    public void MayComplete_AnExcludedPersonInAnyCase_IsKeptApart()
    {
        var refused = Assert.Throws<ForbiddenException>(
            () => TaskRules.MayComplete(ATask.With(excluded: """["Rita"]"""), ATask.Person("rita", "refunds")));
        Assert.Equal("separation-of-duties", refused.Code);
    }

    [Fact]
    public void MayComplete_WhenSomebodyElseHoldsIt_NamesTheHolder()
    {
        var refused = Assert.Throws<ConflictException>(
            () => TaskRules.MayComplete(ATask.With(assignee: "rolf"), ATask.Person("rita", "refunds")));
        Assert.Equal(("already-claimed", "rolf"), (refused.Code, refused.Extra!["assignee"]));
    }

    [Fact]
    public void MayComplete_AClosedTask_NamesTheWinner()
    {
        var task = ATask.With();
        (task.State, task.CompletedBy, task.Outcome) = (HumanTaskState.Completed, "rolf", "Approve");
        var refused = Assert.Throws<ConflictException>(() => TaskRules.MayComplete(task, ATask.Person("rita", "refunds")));
        Assert.Equal(("already-completed", "rolf"), (refused.Code, refused.Extra!["completedBy"]));
    }

    [Fact]
    public void MayReassign_ASupervisor_MayTakeItFromTheHolder() =>
        TaskRules.MayReassign(ATask.With(assignee: "rolf"), ATask.Person("susan", "supervisors"));

    [Fact]
    public void IsVersion_AnOlderOne_IsStale() => Assert.Throws<StaleException>(() => TaskRules.IsVersion(ATask.With(), 7));
}
