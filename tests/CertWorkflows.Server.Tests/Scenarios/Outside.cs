using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>The outside world of a desk where a test decides what it answers: each kind of effect has one say.</summary>
internal sealed class Outside
{
    private readonly List<Stand> _stands = [];

    /// <summary>What was asked of a kind, oldest first; each effect once.</summary>
    public IReadOnlyList<JsonObject> Asked(string kind) => [.. _stands.Single(s => s.Kind == kind).Asked];

    /// <summary>Answers this kind of effect.</summary>
    public Outside Answers(string kind, Func<EffectRequest, EffectOutcome> answer)
    {
        _stands.Add(new Stand(kind, answer));
        return this;
    }

    /// <summary>Takes the place of the server's own connectors of those kinds.</summary>
    public void Configure(IServiceCollection services) =>
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EffectSender>(
            provider,
            new object[] { provider.GetServices<IEffectHandler>().Where(h => _stands.TrueForAll(s => s.Kind != h.Kind)).Concat(_stands).ToArray() }));

    private sealed class Stand(string kind, Func<EffectRequest, EffectOutcome> answer) : IEffectHandler
    {
        private readonly ConcurrentDictionary<Guid, byte> _known = [];

        public ConcurrentQueue<JsonObject> Asked { get; } = [];

        public string Kind => kind;

        public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
        {
            if (_known.TryAdd(request.Id, 0))
            {
                Asked.Enqueue(request.Payload);
            }

            return Task.FromResult(answer(request));
        }
    }
}
