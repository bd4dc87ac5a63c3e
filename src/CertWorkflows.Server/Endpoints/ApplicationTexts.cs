using CertWorkflows.Application.Access;

namespace CertWorkflows.Server.Endpoints;

/// <summary>How long the texts of an application may be.</summary>
internal static class ApplicationTexts
{
    private const int MaxCompany = 200;

    // A request for 250 domains with an RSA key of 8,192 bits has less.
    private const int MaxCsr = 65_536;

    /// <param name="prefix">Path of what holds them, with a point, or nothing.</param>
    /// <exception cref="InvalidInputException">One is too long, or the company is more than one line.</exception>
    public static void Check(string? company, string? csr, string prefix)
    {
        if (company is not null && (company.Length > MaxCompany || company.Any(char.IsControl)))
        {
            throw new InvalidInputException($"{prefix}company", $"At most {MaxCompany} characters are possible, on one line.");
        }

        if (csr?.Length > MaxCsr)
        {
            throw new InvalidInputException($"{prefix}csr", $"At most {MaxCsr} characters are possible.");
        }
    }
}
