namespace CertWorkflows.Application.Effects;

/// <summary>
/// Secrets that a message carries, such as the token of a confirmation link. Instances, journals and effects hold them
/// sealed; a text opens only on its way out, in an effect of the instance that sealed it.
/// </summary>
public interface ISealedTexts
{
    /// <summary>A stand-in for the secret, to be put into the text of an effect.</summary>
    /// <param name="secret">URL-safe text.</param>
    /// <param name="instanceId">Whose effects may tell it.</param>
    string Seal(string secret, Guid instanceId);

    /// <summary>The payload with every stand-in replaced by what it stands for.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A stand-in is not this instance's, or its
    /// key is gone.</exception>
    string Open(string payload, Guid instanceId);
}
