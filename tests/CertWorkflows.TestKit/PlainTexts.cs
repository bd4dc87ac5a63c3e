using CertWorkflows.Application.Effects;

namespace CertWorkflows.TestKit;

/// <summary>Seals nothing: for hosts without keys, which send no secrets.</summary>
public sealed class PlainTexts : ISealedTexts
{
    public string Seal(string secret, Guid instanceId) => secret;

    public string Open(string payload, Guid instanceId) => payload;
}
