using System.Buffers.Text;
using CertWorkflows.Infrastructure.Connectors.Gateways;

namespace CertWorkflows.Infrastructure.Connectors.Ca.Acme;

/// <summary>Section <c>Connectors:Ca:Acme</c>; times and sizes of calls are those of <c>Connectors:Ca:Http</c>.</summary>
internal sealed class AcmeOptions
{
    public const string Http01 = "http-01";
    public const string Dns01 = "dns-01";

    /// <summary>The address of the CA's directory; no default; needed.</summary>
    public Uri? Directory { get; set; }

    /// <summary>That its terms of service were read and agreed to; must be true.</summary>
    public bool TermsOfServiceAgreed { get; set; }

    /// <summary>Where the CA writes to, such as <c>mailto:certs@example.com</c>; default none.</summary>
    public List<string> Contacts { get; set; } = [];

    /// <summary>Binds the ACME account to one that the CA already has; default none.</summary>
    public ExternalAccount ExternalAccount { get; set; } = new();

    /// <summary><c>http-01</c> (default) or <c>dns-01</c>.</summary>
    public string Challenge { get; set; } = Http01;

    /// <summary>Who is told to show the proof; default none: this server answers http-01 itself.</summary>
    public AcmeHookOptions Hook { get; set; } = new();

    /// <summary>Levels of validation that the account gets; default (empty) DV alone.</summary>
    public List<string> Validations { get; set; } = [];

    /// <summary>Where keys go that are made for applications without a CSR; default none: such applications are rejected.</summary>
    public string? KeyFolder { get; set; }

    /// <summary>A PEM file of the roots that the CA's own servers have, for a CA in the house; default none: the machine's.</summary>
    public string? TrustedRootsFile { get; set; }

    /// <summary>Until the CA is asked again, unless it names a time; default 5 seconds, 1 second to 1 hour.</summary>
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromSeconds(5);

    public bool Offers(string validation) => Validations.Count == 0 ? validation == "DV" : Validations.Contains(validation);

    public IEnumerable<string> Problems(string section)
    {
        if (Directory is not { IsAbsoluteUri: true } || (Directory.Scheme != "https" && !Directory.IsLoopback))
        {
            yield return $"{section}:Directory is '{Directory}'; mode acme needs the https address of the CA's directory.";
        }

        if (!TermsOfServiceAgreed)
        {
            yield return $"{section}:TermsOfServiceAgreed must be true; without it the CA gives no account.";
        }

        foreach (var contact in Contacts.Where(contact => !Uri.TryCreate(contact, UriKind.Absolute, out _)))
        {
            yield return $"{section}:Contacts has '{contact}'; it must be an address such as mailto:certs@example.com.";
        }

        if (string.IsNullOrEmpty(ExternalAccount.KeyId) != string.IsNullOrEmpty(ExternalAccount.HmacKey))
        {
            yield return $"{section}:ExternalAccount:KeyId and HmacKey must be given together or not at all.";
        }
        else if (ExternalAccount.HmacKey is { Length: > 0 } key && !Base64Url.IsValid(key))
        {
            yield return $"{section}:ExternalAccount:HmacKey is malformed; it must be in base64url, as the CA gives it.";
        }

        if (Challenge is not (Http01 or Dns01))
        {
            yield return $"{section}:Challenge is '{Challenge}'; available are http-01 and dns-01.";
        }

        if (Challenge == Dns01 && !Hook.IsGiven)
        {
            yield return $"{section}:Hook is missing; dns-01 needs Hook:Endpoint or Hook:Command, which sets the record.";
        }

        foreach (var validation in Validations.Where(validation => validation is not ("DV" or "OV" or "EV")))
        {
            yield return $"{section}:Validations has '{validation}'; available are DV, OV and EV.";
        }

        if (TrustedRootsFile is not null && !File.Exists(TrustedRootsFile))
        {
            yield return $"{section}:TrustedRootsFile is '{TrustedRootsFile}', where no file is.";
        }

        if (LookAgainAfter < TimeSpan.FromSeconds(1) || LookAgainAfter > TimeSpan.FromHours(1))
        {
            yield return $"{section}:LookAgainAfter is {LookAgainAfter}; allowed is 1 second to 1 hour.";
        }

        foreach (var problem in Hook.Problems($"{section}:Hook"))
        {
            yield return problem;
        }
    }
}

/// <summary>As the CA hands them out (RFC 8555, 7.3.4).</summary>
internal sealed class ExternalAccount
{
    public string? KeyId { get; set; }

    /// <summary>In base64url.</summary>
    public string? HmacKey { get; set; }
}

/// <summary>Who shows proofs in our place: a program of the operator's, called over HTTP or started.</summary>
internal sealed class AcmeHookOptions
{
    /// <summary>Called with <c>POST</c>; default none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Sent as <c>Authorization: Bearer</c>; default none.</summary>
    public string? ApiKey { get; set; }

    public HttpLimits Http { get; set; } = new();

    /// <summary>The absolute path of a program; default none.</summary>
    public string? Command { get; set; }

    /// <summary>How long the program may run; default 30 seconds, 1 second to 1 minute.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsGiven => Endpoint is not null || Command is not null;

    public IEnumerable<string> Problems(string section)
    {
        if (Endpoint is not null && Command is not null)
        {
            yield return $"{section}:Endpoint and Command are both given; one of them is told.";
        }

        if (Endpoint is not null)
        {
            foreach (var problem in Http.Problems(section, Endpoint))
            {
                yield return problem;
            }
        }

        if (Command is not null && (!Path.IsPathFullyQualified(Command) || !File.Exists(Command)))
        {
            yield return $"{section}:Command is '{Command}'; it must be the absolute path of a program.";
        }

        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"{section}:CommandTimeout is {CommandTimeout}; allowed is 1 second to 1 minute.";
        }
    }
}
