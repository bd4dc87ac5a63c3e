using System.Globalization;
using System.Threading.RateLimiting;
using CertWorkflows.Application.Effects;
using Polly;
using Polly.CircuitBreaker;

namespace CertWorkflows.Infrastructure.Connectors.Guards;

/// <summary>
/// Stands before the handlers that share one account at a receiver: keeps to the rate that was agreed on, leaves a receiver
/// that keeps failing alone for a while, and remembers what came of the attempts.
/// </summary>
internal sealed class ConnectorGuard : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);
    private readonly string _name;
    private readonly string _mode;
    private readonly RateOptions _rate;
    private readonly TimeProvider _time;
    private readonly TokenBucketRateLimiter? _limiter;
    private readonly CircuitBreakerStateProvider? _circuit;
    private readonly ResiliencePipeline<EffectOutcome> _pipeline;
    private readonly Lock _gate = new();
    private readonly List<string> _kinds = [];
    private ConnectorAttempts _attempts = new();
    private DateTimeOffset? _openUntil;

    /// <param name="circuit">Null for a connector whose receiver is this process or differs from call to call.</param>
    public ConnectorGuard(string name, string mode, RateOptions rate, CircuitOptions? circuit, TimeProvider time)
    {
        (_name, _mode, _rate, _time) = (name, mode, rate, time);
        _limiter = rate.Calls == 0 ? null : new TokenBucketRateLimiter(Bucket(rate));
        var pipeline = new ResiliencePipelineBuilder<EffectOutcome> { TimeProvider = time };
        if (circuit is not null)
        {
            _circuit = new CircuitBreakerStateProvider();
            pipeline.AddCircuitBreaker(Breaker(circuit));
        }

        _pipeline = pipeline.Build();
    }

    /// <summary>Fills up evenly; several at a time where single ones would come faster than a timer keeps up with.</summary>
    internal static TokenBucketRateLimiterOptions Bucket(RateOptions rate)
    {
        var atATime = (int)Math.Ceiling(ShortestPeriod / (rate.Per / rate.Calls));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Calls,
            TokensPerPeriod = atATime,
            ReplenishmentPeriod = rate.Per * ((double)atATime / rate.Calls),
            QueueLimit = 0,
        };
    }

    public IEffectHandler Guard(IEffectHandler handler)
    {
        lock (_gate)
        {
            _kinds.Add(handler.Kind);
        }

        return new GuardedHandler(handler, this);
    }

    public ConnectorHealth Health()
    {
        lock (_gate)
        {
            var state = _circuit?.CircuitState;
            return new ConnectorHealth(
                _name,
                _mode,
                [.. _kinds],
                state switch
                {
                    null => ConnectorCircuit.None,
                    CircuitState.Closed => ConnectorCircuit.Closed,
                    CircuitState.HalfOpen => ConnectorCircuit.HalfOpen,
                    _ => ConnectorCircuit.Open,
                },
                state == CircuitState.Open ? _openUntil : null,
                _limiter is null ? null : new ConnectorRate(_rate.Calls, _rate.Per, _limiter.GetStatistics()!.CurrentAvailablePermits),
                _attempts);
        }
    }

    public void Dispose() => _limiter?.Dispose();

    private async Task<EffectOutcome> SendAsync(IEffectHandler handler, EffectRequest request, CancellationToken cancellationToken)
    {
        using var permit = _limiter?.AttemptAcquire();
        if (permit is { IsAcquired: false })
        {
            var wait = permit.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > ShortestWait ? after : ShortestWait;
            return Note(new EffectOutcome.Postponed(wait, string.Create(
                CultureInfo.InvariantCulture, $"{_name} may be asked {_rate.Calls} times in {_rate.Per}, and has been.")));
        }

        try
        {
            return Note(await _pipeline.ExecuteAsync(
                async token => await handler.SendAsync(request, token), cancellationToken));
        }
        catch (BrokenCircuitException broken)
        {
            var wait = broken.RetryAfter is { } after && after > ShortestWait ? after : ShortestWait;
            return Note(new EffectOutcome.Postponed(wait, $"{_name} failed too often of late and is left alone for a while."));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Note(new EffectOutcome.Failed($"{failure.GetType().Name}: {failure.Message}"));
            throw;
        }
    }

    private CircuitBreakerStrategyOptions<EffectOutcome> Breaker(CircuitOptions circuit) => new()
    {
        FailureRatio = circuit.FailureRatio,
        MinimumThroughput = circuit.MinimumCalls,
        SamplingDuration = circuit.Within,
        BreakDuration = circuit.Break,
        StateProvider = _circuit,
        ShouldHandle = new PredicateBuilder<EffectOutcome>()
            .HandleResult(outcome => outcome is EffectOutcome.Failed)
            .Handle<Exception>(exception => exception is not OperationCanceledException),
        OnOpened = opened =>
        {
            lock (_gate)
            {
                _openUntil = _time.GetUtcNow() + opened.BreakDuration;
            }

            return default;
        },
    };

    private EffectOutcome Note(EffectOutcome outcome)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            _attempts = outcome switch
            {
                EffectOutcome.Succeeded => _attempts with { Succeeded = _attempts.Succeeded + 1, LastAnswerAt = now },
                EffectOutcome.Accepted => _attempts with { Accepted = _attempts.Accepted + 1, LastAnswerAt = now },
                EffectOutcome.Rejected => _attempts with { Rejected = _attempts.Rejected + 1, LastAnswerAt = now },
                EffectOutcome.Postponed => _attempts with { Postponed = _attempts.Postponed + 1 },
                EffectOutcome.Failed failed => _attempts with
                {
                    Failed = _attempts.Failed + 1,
                    LastFailureAt = now,
                    LastFailure = failed.Message,
                },
                _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
            };
        }

        return outcome;
    }

    private sealed class GuardedHandler(IEffectHandler handler, ConnectorGuard guard) : IEffectHandler
    {
        public string Kind => handler.Kind;

        public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken) =>
            guard.SendAsync(handler, request, cancellationToken);
    }
}
