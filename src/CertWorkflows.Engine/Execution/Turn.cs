namespace CertWorkflows.Engine.Execution;

/// <summary>Where a run gets its time, ids and chance from, so that it can be repeated. Hosts derive from it to give
/// their activities the unit of work.</summary>
public abstract class Turn
{
    /// <summary>The turn's time, the same from its start to its end.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Who caused the turn.</summary>
    public abstract string Actor { get; }

    /// <summary>A new id, different at each call.</summary>
    public abstract Guid NewId();

    /// <summary>A number from 0 inclusive to 1 exclusive.</summary>
    public abstract double NextRandom();

    /// <summary>Whether a request waits for what this turn answers. Default: no.</summary>
    public virtual bool HasRequest => false;

    /// <summary>Whether a definition has a published version. Default: yes, for turns without a catalogue.</summary>
    public virtual ValueTask<bool> IsPublishedAsync(string definitionId, CancellationToken cancellationToken) => new(true);
}

/// <summary>A turn for tests and simulations: the same seed gives the same ids and numbers.</summary>
public sealed class SimpleTurn : Turn
{
    private readonly Random _random;

    /// <summary>Creates the turn.</summary>
    /// <param name="now">The turn's time.</param>
    /// <param name="seed">Seed of ids and numbers.</param>
    /// <param name="actor">Who caused the turn; default <c>test</c>.</param>
    public SimpleTurn(DateTimeOffset now, int seed = 0, string actor = "test")
    {
        Now = now;
        Actor = actor;
        _random = new Random(seed);
    }

    /// <inheritdoc/>
    public override DateTimeOffset Now { get; }

    /// <inheritdoc/>
    public override string Actor { get; }

    /// <summary>Whether it is the turn of a request.</summary>
    public bool IsRequest { get; init; }

    /// <inheritdoc/>
    public override bool HasRequest => IsRequest;

    /// <inheritdoc/>
    public override Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <inheritdoc/>
    public override double NextRandom() => _random.NextDouble();
}
