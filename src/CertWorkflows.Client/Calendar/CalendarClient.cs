namespace CertWorkflows.Client;

/// <summary>The business calendar (T-2, T-3).</summary>
public sealed class CalendarClient
{
    private readonly ApiTransport _transport;

    internal CalendarClient(ApiTransport transport) => _transport = transport;

    /// <summary>Adds business days to an instant.</summary>
    /// <param name="from">The start.</param>
    /// <param name="add">How many business days.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<BusinessDaysResponse> AddBusinessDaysAsync(
        DateTimeOffset from, int add, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<BusinessDaysResponse>(
            new Query("business-calendar").Add("from", (DateTimeOffset?)from).Add("add", (int?)add).ToString(), cancellationToken);
}
