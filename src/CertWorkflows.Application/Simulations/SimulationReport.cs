using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Simulations;

/// <summary>What happened in a simulation.</summary>
/// <param name="Instances">The simulated instance first, then those that it brought about, in the order in which they started.</param>
public sealed record SimulationReport(
    int Version,
    SimulationEnd End,
    DateTimeOffset EndedAt,
    IReadOnlyList<SimulatedInstance> Instances,
    IReadOnlyList<SimulatedStep> Steps,
    IReadOnlyList<SimulatedDeadline> Deadlines,
    IReadOnlyList<SimulatedTask> Tasks,
    IReadOnlyList<SimulatedEffect> Effects,
    IReadOnlyList<SimulatedRequest> Requests);

/// <summary>An instance as it stood at the end.</summary>
/// <param name="Number">What the report calls it: 1 for the simulated one.</param>
/// <param name="Parent">The one that started it; null for the simulated one and for those that an event started.</param>
public sealed record SimulatedInstance(int Number, string DefinitionId, int DefinitionVersion, int? Parent, InstanceState State);

/// <summary>One turn.</summary>
/// <param name="Instance">Number of the instance.</param>
/// <param name="Cause">What caused it: <c>start</c>, <c>task review: Approve</c>, <c>deadline overdue</c>, …</param>
/// <param name="Variables">The variables that it changed, by name.</param>
public sealed record SimulatedStep(
    int Instance, DateTimeOffset At, string Cause, IReadOnlyList<JournalRecord> Path, IReadOnlyDictionary<string, JsonNode?> Variables);

/// <summary>A deadline that stood.</summary>
/// <param name="FiredAt">When it fell due; null when it did not come to that.</param>
public sealed record SimulatedDeadline(int Instance, string ActivityId, string Purpose, DateTimeOffset DueAt, DateTimeOffset? FiredAt);

/// <summary>A task that was raised.</summary>
public sealed record SimulatedTask(int Instance, HumanTask Task);

/// <summary>A message or other effect that would go out.</summary>
public sealed record SimulatedEffect(int Instance, Effect Effect, string? ActivityId);
