using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Client;

namespace CertWorkflows.Server.Tests.Scenarios.ThreeYears;

/// <summary>The people who decide tasks, some today and some another day, and the program that installs what hosting renews.</summary>
internal sealed class Staff(int seed, Desk desk, World world)
{
    private readonly Random _random = new(seed);

    private IEnumerable<CertWorkflowsClient> People => [desk.Rita, desk.Rolf, desk.Cora, desk.Carl, desk.Olga, desk.Susan];

    /// <summary>A working day.</summary>
    /// <param name="percent">How many of the tasks are done today, of a hundred.</param>
    /// <param name="closing">Whether what can be tried again is given up instead.</param>
    public async Task WorkAsync(int percent, bool closing)
    {
        foreach (var person in People)
        {
            var tasks = await person.Tasks.ListAsync(new TaskListRequest { State = HumanTaskState.Open, Sort = TaskSort.Created, Limit = 200 });
            foreach (var task in tasks.Items.Where(_ => _random.Next(100) < percent))
            {
                await DecideAsync(person, task.Id, closing);
            }
        }
    }

    /// <summary>What the programs of hosted sites do.</summary>
    public async Task InstallAsync()
    {
        var tasks = await desk.Caller.RunTasks.ListAsync(new RunTaskListRequest { State = RunTaskState.Open, Name = "install-certificate", Limit = 200 });
        foreach (var task in tasks.Items.Where(_ => _random.Next(100) < 80))
        {
            var (host, id) = (task.Payload!.Value.GetProperty("host").GetString()!, task.Payload!.Value.GetProperty("certificateId").GetString()!);
            var certificate = await desk.Caller.Certificates.GetAsync(id);
            world.Sites[host] = (certificate.IssuedAt!.Value, certificate.ExpiresAt!.Value);
            await desk.Caller.RunTasks.CompleteAsync(task.Id, new CompleteRunTaskRequest(), Desk.Key());
        }
    }

    private async Task DecideAsync(CertWorkflowsClient person, string taskId, bool closing)
    {
        var task = await person.Tasks.GetAsync(taskId);
        if (!closing && task.Facts.Any(fact => fact.Name == "customerId" && world.Forgotten.ContainsKey(fact.Value!.Value.GetString()!)))
        {
            return;
        }

        var offered = task.Outcomes.Select(o => o.Name).Where(o => !closing || !o.StartsWith("LookAgain", StringComparison.Ordinal)).ToList();
        try
        {
            await person.Tasks.CompleteAsync(
                taskId, new CompleteTaskRequest { Outcome = offered[_random.Next(offered.Count)], Data = Filled(task.Form) });
        }
        catch (ApiException refused) when (refused.Code is "separation-of-duties" or "already-completed" or "task-closed")
        {
            // It waits for somebody else, or was withdrawn a moment ago.
        }
    }

    /// <summary>A form with a sentence in every field that takes one.</summary>
    private static JsonElement Filled(JsonElement? form)
    {
        var data = new JsonObject();
        if (form is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("properties", out var fields))
        {
            foreach (var field in fields.EnumerateObject().Where(f => f.Value.GetProperty("type").GetString() == "string"))
            {
                data[field.Name] = "decided after a look at it";
            }
        }

        return JsonSerializer.SerializeToElement(data);
    }
}
