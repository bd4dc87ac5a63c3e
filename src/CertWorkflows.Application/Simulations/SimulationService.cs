using CertWorkflows.Application.Access;
using CertWorkflows.Application.Children;
using CertWorkflows.Application.Definitions;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Events;
using CertWorkflows.Application.Tasks;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Simulations;

/// <summary>
/// Runs a definition on a virtual clock, with the real services on a database in memory: what it shows is what would happen.
/// The real database is only read: the definitions, the certificate or package that the input names, with the certificates that serve it, a
/// certificate's credit lot, and its customer's unused hosting. Children and events stay inside.
/// </summary>
public sealed class SimulationService(
    IWorkflowStore store,
    IScratchDatabases databases,
    DefinitionCatalog realCatalog,
    DefinitionChecks checks,
    ActivityRegistry activities,
    ExpressionEvaluator evaluator,
    BusinessCalendar calendar,
    TimeProvider clock,
    ISealedTexts texts,
    IOptions<EffectOptions> effects,
    IOptions<SimulationOptions> options) : IDisposable
{
    private const string CertificateInput = "CertificateId";
    private const string PackageInput = "PackageId";

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
        var until = request.Until
            ?? (start > DateTimeOffset.MaxValue - options.Value.Horizon ? DateTimeOffset.MaxValue : start + options.Value.Horizon);
        if (until < start)
        {
            throw new InvalidInputException("until", "The end lies before the start.");
        }

        if (!await _room.WaitAsync(options.Value.Patience, cancellationToken))
        {
            throw new TooManySimulationsException(options.Value.AtOnce, options.Value.MaxTime);
        }

        try
        {
            await using var scratch = await databases.CreateAsync(cancellationToken);
            var definitions = new ScratchDefinitions(store, scratch.Store, realCatalog, checks, evaluator);
            var version = await definitions.CopyAsync(request, start, cancellationToken);
            await CopyThingsAsync(request, scratch.Store, cancellationToken);
            using var host = new ScratchHost(start);
            var metrics = new WorkflowMetrics(host);
            var signals = new TurnSignals(host, host);
            var catalog = new DefinitionCatalog(activities);
            var workflows = new WorkflowService(
                scratch.Store, catalog, new WorkflowInterpreter(evaluator, ActivitiesPerTurn), calendar, host, signals, metrics, NullLogger<WorkflowService>.Instance)
            {
                IsSimulation = true,
            };
            var reports = new ChildReports(workflows);
            IEffectHandler[] inside = [new ChildStart(scratch.Store, workflows, reports), reports, new EventDelivery(workflows)];
            var sender = new EffectSender(scratch.Store, workflows, inside, texts, effects, host, signals, metrics, NullLogger<EffectSender>.Instance);
            var tasks = new TaskService(scratch.Store, workflows, host, signals);
            await using var db = scratch.Store.Open();
            var workflow = await catalog.VersionAsync(db, version.Id, cancellationToken);
            var routes = new SimulatedRoutes(request.Requests, workflow, evaluator, host, scratch.Store, workflows, caller);
            var record = new SimulationRecord(host, scratch.Store, catalog);
            var simulation = new Simulation(
                request, version, caller, host, scratch.Store, definitions, workflows, sender, tasks, routes, record, options.Value);
            return await simulation.RunAsync(until, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Brings the certificate and the package that the input names into the scratch database, and what belongs to them.</summary>
    private async Task CopyThingsAsync(SimulationRequest request, IWorkflowStore scratch, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        await using var session = scratch.Open();
        HashSet<CertificateId> wanted = [];
        if (Named(request, CertificateInput) is { } one)
        {
            wanted.Add(new CertificateId(one));
        }

        if (Named(request, PackageInput) is { } guid)
        {
            var id = new PackageId(guid);
            var package = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
                ?? throw new InvalidInputException($"input.{PackageInput}", $"There is no package '{guid}' to simulate with.");
            session.Packages.Add(package);
            wanted.UnionWith(package.Domains.Select(package.Serving).Append(package.CertificateId).OfType<CertificateId>());
        }

        foreach (var id in wanted)
        {
            var certificate = await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
                ?? throw new InvalidInputException($"input.{CertificateInput}", $"There is no certificate '{id}' to simulate with.");
            session.Certificates.Add(certificate);
            session.CreditLots.AddRange(await db.CreditLots.AsNoTracking().Where(lot => lot.Id == certificate.CreditLotId).ToListAsync(cancellationToken));
            session.Hostings.AddRange(await db.Hostings.AsNoTracking()
                .Where(h => h.CustomerId == certificate.CustomerId && h.State == HostingState.Bought).ToListAsync(cancellationToken));
        }

        await scratch.CommitAsync(session, cancellationToken);
    }

    private static Guid? Named(SimulationRequest request, string input) =>
        request.Input.TryGetValue(input, out var given) && Guid.TryParse(given?.ToString(), out var guid) && guid != Guid.Empty ? guid : null;
}

/// <summary>As many simulations as may run at once are running (429).</summary>
public sealed class TooManySimulationsException(int atOnce, TimeSpan longest)
    : Exception($"{atOnce} simulations are running already, which is as many as may at once; try again in a moment.")
{
    /// <summary>After so long one of them is over: none may take longer.</summary>
    public TimeSpan RetryAfter => longest;
}
