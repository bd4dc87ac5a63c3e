using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Engine.Execution;

namespace CertWorkflows.Application.Simulations;

/// <summary>What happened in a simulation.</summary>
public sealed record SimulationReport(
    int Version,
    SimulationEnd End,
    DateTimeOffset EndedAt,
    InstanceState State,
    IReadOnlyList<SimulatedStep> Steps,
    IReadOnlyList<SimulatedDeadline> Deadlines,
    IReadOnlyList<HumanTask> Tasks,
    IReadOnlyList<SimulatedEffect> Effects,
    IReadOnlyList<SimulatedRequest> Requests);

/// <summary>One turn.</summary>
/// <param name="Cause">What caused it: <c>start</c>, <c>task review: Approve</c>, <c>deadline overdue</c>, …</param>
/// <param name="Variables">The variables that it changed, by name.</param>
public sealed record SimulatedStep(
    DateTimeOffset At, string Cause, IReadOnlyList<JournalRecord> Path, IReadOnlyDictionary<string, JsonNode?> Variables);

/// <summary>A deadline that stood.</summary>
/// <param name="FiredAt">When it fell due; null when it did not come to that.</param>
public sealed record SimulatedDeadline(string ActivityId, string Purpose, DateTimeOffset DueAt, DateTimeOffset? FiredAt);

/// <summary>A message or other effect that would go out.</summary>
public sealed record SimulatedEffect(Effect Effect, string? ActivityId);
