using System.Text.RegularExpressions;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Audit;
using CertWorkflows.Application.Workflows;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Tasks;

/// <summary>What people say about a task, and whom they name in it: <c>@name</c> of somebody who may see the task.</summary>
internal static partial class TaskRemarks
{
    /// <summary>Adds the remark, the mentions in it, and the audit record that it was made.</summary>
    public static async Task<(TaskComment Comment, IReadOnlyList<string> Mentions)> AddAsync(
        WorkflowDb db, HumanTask task, string text, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var comment = new TaskComment { Id = Ids.New(now), TaskId = task.Id, Author = caller.Name, Text = text, At = now };
        db.TaskComments.Add(comment);
        var mentioned = await MentionedAsync(db, task, text, cancellationToken);
        db.TaskMentions.AddRange(mentioned.Select(name => new TaskMention { TaskId = task.Id, CommentId = comment.Id, Username = name, At = now }));
        db.Record(
            now, caller.Name, "task", task.Id.ToString(), "comment",
            reason: mentioned.Count == 0 ? null : string.Join(", ", mentioned), instanceId: task.InstanceId);
        return (comment, mentioned);
    }

    private static async Task<IReadOnlyList<string>> MentionedAsync(WorkflowDb db, HumanTask task, string text, CancellationToken cancellationToken)
    {
        var names = Mention().Matches(text).Select(match => match.Groups["name"].Value.ToLowerInvariant()).Distinct().ToArray();
        if (names.Length == 0)
        {
            return [];
        }

        var people = await db.Users.AsNoTracking().Where(user => names.Contains(user.Username) && !user.Disabled).ToListAsync(cancellationToken);
        return
        [
            .. people.Where(person => TaskRules.IsSeenBy(task, new Caller(person.Username, person.Roles.ToHashSet(), person.Groups.ToHashSet())))
                .Select(person => person.Username).Order(StringComparer.Ordinal),
        ];
    }

    // A full stop or a hyphen at the end belongs to the sentence.
    [GeneratedRegex("(?<![A-Za-z0-9._-])@(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
