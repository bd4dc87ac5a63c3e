using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Server.Tests.Scenarios;
using CertWorkflows.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Activity = CertWorkflows.Engine.Execution.Activity;
using ActivityContext = CertWorkflows.Engine.Execution.ActivityContext;

namespace CertWorkflows.Server.Tests.Architecture;

/// <summary>
/// From the HTTP handler to an activity there are at most 5 of our frames in 4 of our files. What ASP.NET wraps around the
/// handler (middleware, the idempotency filter) is not on the way from one to the other.
/// </summary>
public sealed class StackDepthTests
{
    [Fact]
    public async Task RefundRequest_FromHandlerToActivity_HasAtMostFiveFramesInFourFiles()
    {
        var probe = new Probe();
        await using var desk = await Desk.OpenAsync(DatabaseKind.Sqlite, configure: services =>
        {
            var original = services.Last(s => s.ServiceType == typeof(ActivityRegistry));
            services.AddSingleton(provider => probe.Around((ActivityRegistry)original.ImplementationFactory!(provider)));
        });
        await desk.RefundUnderReviewAsync();

        var frames = probe.Frames;
        Assert.Contains(frames, f => f.StartsWith("RefundEndpoints.", StringComparison.Ordinal));
        Assert.Contains("WorkflowService.StartAsync", frames);
        Assert.Contains(frames, f => f.StartsWith("WorkflowInterpreter.", StringComparison.Ordinal));
        Assert.True(frames.Count <= 5, $"{frames.Count} frames: {string.Join(" ← ", frames)}");
        Assert.True(frames.Select(f => f.Split('.')[0]).Distinct().Count() <= 4, string.Join(" ← ", frames));
    }

    /// <summary>Stands in for AssessRefund and notes who called; counts itself as the activity's frame.</summary>
    private sealed class Probe : Activity
    {
        private Activity? _inner;

        public List<string> Frames { get; private set; } = [];

        public override ActivityDescriptor Descriptor => _inner!.Descriptor;

        public ActivityRegistry Around(ActivityRegistry registry)
        {
            _inner = registry.Find("CertWorkflows.AssessRefund", 1)!;
            return new ActivityRegistry([.. registry.Descriptors.Select(d => d.TypeName == _inner.Descriptor.TypeName ? this : registry.Find(d.TypeName, d.Version)!)]);
        }

        public override ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
        {
            var frames = new System.Diagnostics.StackTrace().GetFrames()
                .Select(f => f.GetMethod()!)
                .Where(m => m.DeclaringType?.FullName?.StartsWith("CertWorkflows.", StringComparison.Ordinal) == true)
                .Select(m => Name(m.DeclaringType!, m.Name))
                .Distinct()
                .ToList();
            Frames = frames[..(frames.FindIndex(f => f.StartsWith("RefundEndpoints.", StringComparison.Ordinal)) + 1)];
            Frames = Frames.GetRange(0, 1 + Frames.FindIndex(f => f.Contains("Endpoints.", StringComparison.Ordinal)));
            return _inner!.ExecuteAsync(context, cancellationToken);
        }

        /// <summary>An async method and its state machine are one frame of ours.</summary>
        private static string Name(Type type, string method)
        {
            if (type.Name.StartsWith('<'))
            {
                method = type.Name[1..type.Name.IndexOf('>', StringComparison.Ordinal)];
                type = type.DeclaringType!;
            }

            return $"{type.Name}.{method}";
        }
    }
}
