using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>Why a certificate is revoked, as RFC 5280 names it; <c>certificateHold</c> is not possible.</summary>
public enum RevocationReason
{
    /// <summary>No reason is told.</summary>
    Unspecified,

    /// <summary>The private key is known to others.</summary>
    KeyCompromise,

    /// <summary>The CA's key is known to others.</summary>
    [JsonStringEnumMemberName("cACompromise")]
    CACompromise,

    /// <summary>The names or the company in it are not right any more.</summary>
    AffiliationChanged,

    /// <summary>Another certificate took its place.</summary>
    Superseded,

    /// <summary>The site is given up.</summary>
    CessationOfOperation,

    /// <summary>The right to it was withdrawn.</summary>
    PrivilegeWithdrawn,

    /// <summary>The attribute authority's key is known to others.</summary>
    [JsonStringEnumMemberName("aACompromise")]
    AACompromise,
}
