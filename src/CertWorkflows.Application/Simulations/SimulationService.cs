using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Simulations;

/// <summary>
/// Runs a definition on a virtual clock, with the real services on a database in memory: what it shows is what would happen.
/// The real database is only read: the definition, and the certificate that the input names.
/// </summary>
public sealed class SimulationService(
    IWorkflowStore store,
    IScratchDatabases databases,
    ActivityRegistry activities,
    ExpressionEvaluator evaluator,
    BusinessCalendar calendar,
    TimeProvider clock,
    IOptions<EffectOptions> effects,
    IOptions<SimulationOptions> options) : IDisposable
{
    private const string CertificateInput = "CertificateId";

    // Few activities a turn, so that an endless one is seen before it has grown large.
    private const int ActivitiesPerTurn = 500;

    private readonly SemaphoreSlim _room = new(options.Value.AtOnce);

    /// <summary>Simulates one instance from its start to its end, or as far as the answers and limits let it go.</summary>
    /// <exception cref="NotFoundException">No such definition or version.</exception>
    /// <exception cref="DefinitionException">The version cannot run; the problems are listed.</exception>
    /// <exception cref="InvalidInputException">An answer does not fit the task that it is for.</exception>
    /// <exception cref="TooManySimulationsException">As many as may be are running.</exception>
    public async Task<SimulationReport> RunAsync(SimulationRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var start = request.At ?? clock.GetUtcNow();
        var until = request.Until ?? start + options.Value.Horizon;
        if (until < start)
        {
            throw new InvalidInputException("until", "The end lies before the start.");
        }

        if (!await _room.WaitAsync(options.Value.Patience, cancellationToken))
        {
            throw new TooManySimulationsException(options.Value.AtOnce);
        }

        try
        {
            await using var scratch = await databases.CreateAsync(cancellationToken);
            var version = await CopyAsync(request, scratch.Store, start, cancellationToken);
            using var host = new ScratchHost(start);
            var metrics = new WorkflowMetrics(host);
            var signals = new TurnSignals(host, host);
            var workflows = new WorkflowService(
                scratch.Store,
                new DefinitionCatalog(activities),
                new WorkflowInterpreter(evaluator, ActivitiesPerTurn),
                calendar,
                host,
                signals,
                metrics,
                NullLogger<WorkflowService>.Instance);
            var sender = new EffectSender(
                scratch.Store, workflows, [], effects, host, signals, metrics, NullLogger<EffectSender>.Instance);
            var tasks = new TaskService(scratch.Store, workflows, host, host);
            var workflow = CompiledWorkflow.Compile(DefinitionReader.Read(version.Json), activities);
            var routes = new SimulatedRoutes(request.Requests, workflow, host, scratch.Store, workflows, caller);
            var simulation = new Simulation(request, version, caller, host, scratch.Store, workflows, sender, tasks, routes, options.Value);
            return await simulation.RunAsync(until, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Brings the definition, and the certificate that the input names, into the scratch database.</summary>
    private async Task<DefinitionVersion> CopyAsync(
        SimulationRequest request, IWorkflowStore scratch, DateTimeOffset start, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var versions = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == request.DefinitionId && (request.Version == null ? d.IsPublished || d.IsLatest : d.Version == request.Version))
            .ToListAsync(cancellationToken);
        var version = versions.Find(d => d.IsPublished) ?? versions.FirstOrDefault()
            ?? throw new NotFoundException("workflow", request.Version is { } number ? $"{request.DefinitionId} {number}" : request.DefinitionId);
        var errors = DefinitionValidator.Validate(DefinitionReader.Read(version.Json), activities, evaluator).Where(p => !p.IsWarning).ToList();
        if (errors.Count > 0)
        {
            throw new DefinitionException(errors);
        }

        await using var session = scratch.Open();
        (version.IsPublished, version.IsLatest) = (true, true);
        session.Definitions.Add(version);
        if (request.Input.TryGetValue(CertificateInput, out var given) && Guid.TryParse(given?.ToString(), out var guid) && guid != Guid.Empty)
        {
            var id = new CertificateId(guid);
            var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
                ?? throw new InvalidInputException($"input.{CertificateInput}", $"There is no certificate '{guid}' to simulate with.");
            session.Certificates.Add(certificate);
        }

        await scratch.CommitAsync(session, cancellationToken);
        return version;
    }
}

/// <summary>As many simulations as may run at once are running (429).</summary>
public sealed class TooManySimulationsException(int atOnce)
    : Exception($"{atOnce} simulations are running already, which is as many as may at once; try again in a moment.");
