using System.Text.Json.Serialization;

namespace CertWorkflows.Client;

/// <summary>How far the CA checks the applicant.</summary>
public enum ValidationLevel
{
    /// <summary>The domain only.</summary>
    [JsonStringEnumMemberName("DV")]
    Dv,

    /// <summary>The organisation.</summary>
    [JsonStringEnumMemberName("OV")]
    Ov,

    /// <summary>The organisation, thoroughly.</summary>
    [JsonStringEnumMemberName("EV")]
    Ev,
}
