namespace CertWorkflows.Client;

/// <summary>An application at the CA.</summary>
public sealed record CertificateApplicationDto
{
    /// <summary>Where it stands.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>The domains applied for.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>The applicant's company.</summary>
    public string? Company { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The CA's reason for refusing; null otherwise.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Codes of what to know: <c>ip-address-needs-ie11</c> (BL-6).</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>An application to submit to the CA.</summary>
public sealed record SubmitApplicationRequest
{
    /// <summary>The domains; at least one. A public IP address is allowed (BL-6).</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>The applicant's company; the order's when left out.</summary>
    public string? Company { get; init; }

    /// <summary>A PKCS #10 request in PEM; the server makes a key when left out.</summary>
    public string? Csr { get; init; }
}
