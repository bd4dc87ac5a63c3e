using CertWorkflows.Infrastructure.Connectors.Guards;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CertWorkflows.Infrastructure.Connectors.Mail;

/// <summary>Section <c>Connectors:Mail</c>.</summary>
internal sealed class MailOptions
{
    public const string Section = "Connectors:Mail";
    public const string ToFolder = "folder";
    public const string ToServer = "smtp";

    /// <summary><c>folder</c> (default): .eml files; <c>smtp</c>: a mail server.</summary>
    public string Mode { get; set; } = ToFolder;

    /// <summary>Where .eml files go; default <c>outbox</c>, relative to the content root.</summary>
    public string Folder { get; set; } = "outbox";

    /// <summary>
    /// The sender, with or without a name; default <c>CertWorkflows &lt;no-reply@certworkflows.invalid&gt;</c>.
    /// </summary>
    public string From { get; set; } = "CertWorkflows <no-reply@certworkflows.invalid>";

    public SmtpOptions Smtp { get; set; } = new();

    public RateOptions Rate { get; set; } = new();

    public CircuitOptions Circuit { get; set; } = new();
}

/// <summary>Section <c>Connectors:Mail:Smtp</c>.</summary>
internal sealed class SmtpOptions
{
    /// <summary>No default; needed by mode <c>smtp</c>.</summary>
    public string? Host { get; set; }

    /// <summary>Default 587, 1 to 65535.</summary>
    public int Port { get; set; } = 587;

    /// <summary>
    /// <c>startTls</c> (default; refuses a server without it), <c>tls</c> (from the first byte, usually port 465) or
    /// <c>none</c>.
    /// </summary>
    public string Security { get; set; } = "startTls";

    /// <summary>Default none: no log-in.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>A PEM file of the roots that the server's certificate leads to; default none: the machine's.</summary>
    public string? TrustedRootsFile { get; set; }

    /// <summary>For one message, connecting included; default 30 seconds, 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(MailOptions options)
    {
        const string section = MailOptions.Section;
        if (options.Mode is not (MailOptions.ToFolder or MailOptions.ToServer))
        {
            yield return $"{section}:Mode is '{options.Mode}'; available are folder and smtp.";
        }

        if (!MailboxAddress.TryParse(options.From, out var from) || !MailAddress.IsComplete(from.Address))
        {
            yield return $"{section}:From is '{options.From}'; it must be a mail address, with or without a name.";
        }

        if (options.Mode == MailOptions.ToFolder && string.IsNullOrWhiteSpace(options.Folder))
        {
            yield return $"{section}:Folder is empty; mode folder needs one.";
        }

        if (options.Mode == MailOptions.ToServer)
        {
            foreach (var problem in Problems(options.Smtp))
            {
                yield return $"{section}:Smtp:{problem}";
            }
        }

        foreach (var problem in options.Rate.Problems(section).Concat(options.Circuit.Problems(section)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Problems(SmtpOptions smtp)
    {
        if (string.IsNullOrWhiteSpace(smtp.Host))
        {
            yield return "Host is missing; mode smtp needs it.";
        }

        if (smtp.Port is < 1 or > 65535)
        {
            yield return $"Port is {smtp.Port}; allowed is 1 to 65535.";
        }

        if (smtp.Security is not ("startTls" or "tls" or "none"))
        {
            yield return $"Security is '{smtp.Security}'; available are startTls, tls and none.";
        }

        if (string.IsNullOrEmpty(smtp.User) != string.IsNullOrEmpty(smtp.Password))
        {
            yield return "User and Password must be given together or not at all.";
        }

        if (smtp.TrustedRootsFile is not null && !File.Exists(smtp.TrustedRootsFile))
        {
            yield return $"TrustedRootsFile is '{smtp.TrustedRootsFile}', where no file is.";
        }

        if (smtp.Timeout < TimeSpan.FromSeconds(1) || smtp.Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"Timeout is {smtp.Timeout}; allowed is 1 second to 5 minutes.";
        }
    }
}
