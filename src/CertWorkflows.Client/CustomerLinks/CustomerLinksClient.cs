namespace CertWorkflows.Client;

/// <summary>Links with which customers see where their requests are.</summary>
public sealed class CustomerLinksClient
{
    private readonly ApiTransport _transport;

    internal CustomerLinksClient(ApiTransport transport) => _transport = transport;

    /// <summary>Makes a link; earlier ones stay good until they expire or are taken back.</summary>
    /// <param name="kind"><c>refunds</c>, <c>package-refunds</c>, <c>renewals</c> or <c>revocations</c>.</param>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<CustomerLinkDto> CreateAsync(string kind, string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync<CustomerLinkDto>(
            new ApiCall(HttpMethod.Post, Path(kind, id)), cancellationToken);

    /// <summary>Takes back all links to a case that were made so far.</summary>
    /// <param name="kind"><c>refunds</c>, <c>package-refunds</c>, <c>renewals</c> or <c>revocations</c>.</param>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task WithdrawAsync(string kind, string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(new ApiCall(HttpMethod.Delete, Path(kind, id)), cancellationToken);

    private static string Path(string kind, string id) => $"{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(id)}/customer-links";
}
