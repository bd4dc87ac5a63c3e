using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Simulations;
using CertWorkflows.Client;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using CertWorkflows.Server.Authentication;
using CertWorkflows.Server.Clock;
using Microsoft.AspNetCore.Http.HttpResults;
using StoredEffect = CertWorkflows.Application.Effects.EffectState;

namespace CertWorkflows.Server.Endpoints;

internal static class SimulationEndpoints
{
    private const int MaxAnswers = 200;
    private static readonly string[] TextTypes = ["text/", "json", "xml", "urlencoded"];

    public static void MapSimulations(this IEndpointRouteBuilder api) =>
        api.MapPost("/workflows/{definitionId}/simulations", SimulateAsync).ForSimulators().WithTags("Workflows")
            .WithSummary("Runs a draft or published version on a virtual clock, without touching anything.");

    private static async Task<Ok<SimulationDto>> SimulateAsync(
        string definitionId,
        SimulateWorkflowRequest request,
        SimulationService simulations,
        ClaimsPrincipal user,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(ToDto(await simulations.RunAsync(ToRequest(definitionId, request), user.ToCaller(), cancellationToken)));

    private static SimulationRequest ToRequest(string definitionId, SimulateWorkflowRequest request)
    {
        var tasks = request.Answers?.Tasks ?? [];
        var effects = request.Answers?.Effects ?? [];
        var events = request.Answers?.Events ?? [];
        var requests = request.Answers?.Requests ?? [];
        if (tasks.Count + effects.Count + events.Count + requests.Count > MaxAnswers)
        {
            throw new InvalidInputException("answers", $"At most {MaxAnswers} answers are taken.");
        }

        return new SimulationRequest(definitionId)
        {
            Version = request.Version,
            Input = (request.Input ?? new Dictionary<string, JsonElement>()).ToDictionary(
                member => member.Key, member => Value(member.Value), StringComparer.OrdinalIgnoreCase),
            CorrelationId = request.CorrelationId,
            At = request.At,
            Until = request.Until,
            Tasks = [.. tasks.Select((t, i) => new TaskAnswer(
                t.Activity, t.Outcome, Object(t.Data), t.Comment, t.By, Duration(t.After, $"answers.tasks[{i}].after")))],
            Effects = [.. effects.Select((e, i) => new EffectAnswerGiven(
                e.Kind, e.Activity, Object(e.Result), e.Error, e.Message, Duration(e.After, $"answers.effects[{i}].after")))],
            Events = [.. events.Select((e, i) => new EventGiven(
                e.Name, e.Payload is { } payload ? Value(payload) : null, Duration(e.After, $"answers.events[{i}].after")))],
            Requests = [.. requests.Select((r, i) => ToRequest(r, $"answers.requests[{i}]"))],
        };
    }

    private static RequestGiven ToRequest(SimulatedRequestAnswer given, string path)
    {
        var isText = given.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase);
        if (isText && given.Content is { ValueKind: not JsonValueKind.String })
        {
            throw new InvalidInputException($"{path}.content", "A body that is not JSON is given as a text.");
        }

        return new RequestGiven(
            given.Method ?? "GET",
            given.Path,
            Texts(given.Query),
            Texts(given.Headers),
            given.Content is null ? null : given.ContentType ?? "application/json",
            isText ? given.Content?.GetString() : given.Content?.GetRawText(),
            Duration(given.After, $"{path}.after"));
    }

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, JsonElement>? members) =>
        (members ?? new Dictionary<string, JsonElement>()).ToDictionary(member => member.Key, member => member.Value.ToString(), StringComparer.Ordinal);

    private static SimulatedReplyDto ToDto(SimulatedRequest request) => new()
    {
        At = request.At,
        Method = request.Request.Method.ToUpperInvariant(),
        Path = request.Request.Path,
        Status = request.Reply?.Status ?? (!request.IsTaken ? 404 : request.HasFailed ? 500 : 200),
        Headers = (request.Reply?.Headers ?? new Dictionary<string, IReadOnlyList<string>>())
            .ToDictionary(header => header.Key, header => JsonSerializer.SerializeToElement(string.Join(", ", header.Value)), StringComparer.Ordinal),
        ContentType = request.Reply?.ContentType,
        Content = request.Reply?.Body is { } body && IsText(request.Reply.ContentType) ? Encoding.UTF8.GetString(body) : null,
        Size = request.Reply?.Body?.Length ?? 0,
        Filename = request.Reply?.Filename,
    };

    private static bool IsText(string? contentType) =>
        contentType is not null && Array.Exists(TextTypes, part => contentType.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static object? Value(JsonElement json) => StoredValue.Read(JsonNode.Parse(json.GetRawText()));

    private static JsonObject? Object(IReadOnlyDictionary<string, JsonElement>? members) => members is null
        ? null
        : new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, JsonNode.Parse(m.Value.GetRawText()))));

    private static TimeSpan Duration(string? text, string path) =>
        text is null ? TimeSpan.Zero
        : IsoDuration.TryParse(text, out var duration) ? duration
        : throw new InvalidInputException(path, IsoDuration.Wanted);

    private static SimulationDto ToDto(SimulationReport report) => new()
    {
        DefinitionVersion = report.Version,
        Ending = Enum.Parse<SimulationEnding>(report.End.ToString()),
        EndedAt = report.EndedAt,
        SubStatus = Enum.Parse<InstanceSubStatus>(report.Instances[0].State.SubStatus.ToString()),
        Instances = [.. report.Instances.Select(ToDto)],
        Steps = [.. report.Steps.Select(ToDto)],
        Tasks = [.. report.Tasks.Select(ToDto)],
        Deadlines = [.. report.Deadlines.Select(d => new SimulatedDeadlineDto
        {
            Instance = d.Instance,
            ActivityId = d.ActivityId,
            Purpose = d.Purpose,
            DueAt = d.DueAt,
            FiredAt = d.FiredAt,
        })],
        Messages = [.. report.Effects.Select(e => new SimulatedMessageDto
        {
            Instance = e.Instance,
            Kind = e.Effect.Kind,
            ActivityId = e.ActivityId,
            At = e.Effect.CreatedAt,
            Payload = JsonSerializer.Deserialize<JsonElement>(e.Effect.Payload),
            Done = e.Effect.State == StoredEffect.Done,
        })],
        Replies = [.. report.Requests.Select(ToDto)],
        Incidents = Incidents(report.Instances[0].State),
        Output = Output(report.Instances[0].State),
    };

    private static SimulatedInstanceDto ToDto(SimulatedInstance instance) => new()
    {
        Number = instance.Number,
        DefinitionId = instance.DefinitionId,
        DefinitionVersion = instance.DefinitionVersion,
        Parent = instance.Parent,
        SubStatus = Enum.Parse<InstanceSubStatus>(instance.State.SubStatus.ToString()),
        Incidents = Incidents(instance.State),
        Output = Output(instance.State),
    };

    private static string[] Incidents(InstanceState state) => [.. state.Incidents.Select(i => $"{i.ActivityId}: {i.Message}")];

    private static Dictionary<string, JsonElement> Output(InstanceState state) =>
        state.Output.ToDictionary(member => member.Key, member => member.Value.ToElement(), StringComparer.Ordinal);

    private static SimulatedStepDto ToDto(SimulatedStep step) => new()
    {
        Instance = step.Instance,
        At = step.At,
        Cause = step.Cause,
        Path = [.. step.Path.Select(entry => new SimulatedActivityDto
        {
            ActivityId = entry.ActivityId,
            Event = entry.EventName,
            Outcomes = (entry.Payload as JsonObject)?["Outcomes"] is JsonArray outcomes ? [.. outcomes.Select(o => o!.ToString())] : null,
            Message = entry.Message,
        })],
        Variables = step.Variables.ToDictionary(member => member.Key, member => member.Value.ToElement(), StringComparer.Ordinal),
    };

    private static SimulatedTaskDto ToDto(SimulatedTask raised) => new()
    {
        Instance = raised.Instance,
        ActivityId = raised.Task.ActivityId,
        Title = raised.Task.Title,
        Group = raised.Task.Group,
        EscalatedTo = raised.Task.EscalatedTo,
        CreatedAt = raised.Task.CreatedAt,
        DueAt = raised.Task.DueAt,
        ClosedAt = raised.Task.ClosedAt,
        State = Enum.Parse<Client.HumanTaskState>(raised.Task.State.ToString()),
        Outcomes = JsonSerializer.Deserialize<string[]>(raised.Task.Outcomes)!,
        Outcome = raised.Task.Outcome,
    };
}
