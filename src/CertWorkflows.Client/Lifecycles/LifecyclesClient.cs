namespace CertWorkflows.Client;

/// <summary>Pictures of what may follow what, for each kind of thing that has states.</summary>
public sealed class LifecyclesClient
{
    private readonly ApiTransport _transport;

    internal LifecyclesClient(ApiTransport transport) => _transport = transport;

    /// <summary>The picture as SVG, in the language of the client's <c>Accept-Language</c>; its <c>aria-label</c> says the same in words.</summary>
    /// <param name="kind">
    /// <c>certificate</c>, <c>package</c>, <c>refund</c>, <c>package-refund</c>, <c>renewal</c>, <c>revocation</c>, <c>hosting</c> or
    /// <c>credit-lot</c>.
    /// </param>
    /// <param name="state">The state to light up, in camelCase; none when left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<string> GetPictureAsync(string kind, string? state = null, CancellationToken cancellationToken = default) =>
        _transport.GetTextAsync(
            new Query($"lifecycles/{Uri.EscapeDataString(kind)}.svg").Add("state", state).ToString(), cancellationToken);
}
