using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CertWorkflows.Application.Access;
using CertWorkflows.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// Activation strategies (B-13), consulted inside the turn that starts. Two starts of which only one may happen pass the same
/// gate: the second to commit finds it changed and runs again, and then sees the first. A start that is not restricted can
/// always be told as having come after the restricted one, so it needs no gate.
/// </summary>
internal static class Activation
{
    private const int Gates = 1024;
    private const string Running = nameof(Engine.Execution.WorkflowStatus.Running);

    /// <exception cref="ConflictException">An instance runs that excludes this start.</exception>
    public static async Task EnsureAsync(
        CaseTurn turn, CompiledWorkflow workflow, string? correlationId, CancellationToken cancellationToken)
    {
        var strategy = workflow.Definition.Options.ActivationStrategy;
        var running = turn.Db.Instances.Where(i => i.Status == Running);
        string gate;
        switch (strategy)
        {
            case "Singleton":
                running = running.Where(i => i.DefinitionId == turn.DefinitionId);
                gate = $"definition:{turn.DefinitionId}";
                break;
            case "CorrelatedSingleton":
                running = OfCorrelation(running.Where(i => i.DefinitionId == turn.DefinitionId), correlationId);
                gate = correlationId is null ? $"definition:{turn.DefinitionId}" : $"definition:{turn.DefinitionId}:{correlationId}";
                break;
            case "Correlation":
                running = OfCorrelation(running, correlationId);
                gate = $"correlation:{correlationId}";
                break;
            default:
                return;
        }

        // The gate before the look: who passed it later than this cannot commit before us.
        await PassAsync(turn.Db, gate, turn.InstanceId, cancellationToken);
        if (await running.Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancellationToken) is { } other)
        {
            throw new ConflictException(
                "activation-refused",
                $"The workflow '{turn.DefinitionId}' starts by the strategy {strategy}, and instance {other} runs already.",
                extra: new Dictionary<string, object?> { ["instanceId"] = other });
        }
    }

    // B-13, quirk: without a correlation id the condition is not applied, so that any instance counts.
    private static IQueryable<WorkflowInstance> OfCorrelation(IQueryable<WorkflowInstance> running, string? correlationId) =>
        correlationId is null ? running : running.Where(i => i.CorrelationId == correlationId);

    /// <summary>Lets one of several transactions that pass the gate of this name commit; the others then find it changed.</summary>
    public static async Task PassAsync(WorkflowDb db, string name, Guid passer, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var number = BinaryPrimitives.ReadUInt16BigEndian(hash) % Gates;
        if (await db.ActivationGates.SingleOrDefaultAsync(g => g.Number == number, cancellationToken) is { } gate)
        {
            gate.InstanceId = passer;
        }
        else
        {
            db.ActivationGates.Add(new ActivationGate { Number = number, InstanceId = passer, Version = 1 });
        }
    }
}
