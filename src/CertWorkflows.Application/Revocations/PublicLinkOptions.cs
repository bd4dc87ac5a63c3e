namespace CertWorkflows.Application.Revocations;

/// <summary>Where the links that customers get lead.</summary>
public sealed class PublicLinkOptions
{
    public const string Section = "Links";

    /// <summary>
    /// The address under which customers reach this server, <c>https</c> unless it is this machine; a path is kept. Needed, but
    /// for Development, where it is the server's own address.
    /// </summary>
    public string? PublicAddress { get; set; }

    /// <summary>The server's own address, where that will do; set by the host, not by configuration.</summary>
    public Func<Uri>? OwnAddress { get; set; }

    /// <summary>The address of a page below the public address.</summary>
    /// <exception cref="InvalidOperationException">None is known.</exception>
    public string To(string path)
    {
        var address = PublicAddress ?? OwnAddress?.Invoke().ToString()
            ?? throw new InvalidOperationException($"{Section}:{nameof(PublicAddress)} is missing: a link would lead nowhere.");
        return $"{address.TrimEnd('/')}/{path}";
    }
}
