using CertWorkflows.Client;

namespace CertWorkflows.Reviewer.Inbox;

/// <summary>The order in which the user saw the tasks last, so that a task's page knows the next and the previous one.</summary>
internal sealed class TaskTrail
{
    private List<TaskSummaryDto> _tasks = [];

    public void Remember(IEnumerable<TaskSummaryDto> tasks) => _tasks = [.. tasks];

    /// <summary>The task that stood so many places further on; null where the list ends, or when the task was not in it.</summary>
    public TaskSummaryDto? Beside(string id, int places)
    {
        var at = _tasks.FindIndex(task => task.Id == id);
        return at >= 0 && at + places >= 0 && at + places < _tasks.Count ? _tasks[at + places] : null;
    }

    public bool Has(string id) => _tasks.Exists(task => task.Id == id);
}
