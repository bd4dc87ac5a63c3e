using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.PackageRefunds;
using CertWorkflows.Domain.Credits;
using CertWorkflows.Domain.Hostings;
using CertWorkflows.Domain.Packages;
using CertWorkflows.Domain.Refunds;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Domain.Revocations;

namespace CertWorkflows.Domain.Tests;

/// <summary>
/// The pictures in docs/lifecycles are what the machines say. UPDATE_GOLDEN=1 writes them anew; where CI is set that is
/// refused.
/// </summary>
public sealed class LifecyclePictureTests
{
    [Fact]
    public void Certificate_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "certificate",
            "Certificate",
            "`src/CertWorkflows.Domain/Certificates/CertificateLifecycle.cs`",
            CertificateLifecycle.Mermaid());

    [Fact]
    public void Refund_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "refund",
            "Refund case",
            "`src/CertWorkflows.Domain/Refunds/RefundLifecycle.cs`",
            RefundLifecycle.Mermaid());

    [Fact]
    public void Renewal_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "renewal",
            "Renewal case",
            "`src/CertWorkflows.Domain/Renewals/RenewalLifecycle.cs`",
            RenewalLifecycle.Mermaid());

    [Fact]
    public void Revocation_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "revocation",
            "Revocation",
            "`src/CertWorkflows.Domain/Revocations/RevocationLifecycle.cs`",
            RevocationLifecycle.Mermaid());

    [Fact]
    public void Package_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "package",
            "Package",
            "`src/CertWorkflows.Domain/Packages/PackageLifecycle.cs`",
            PackageLifecycle.Mermaid());

    [Fact]
    public void PackageRefund_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "package-refund",
            "Package refund case",
            "`src/CertWorkflows.Domain/PackageRefunds/PackageRefundLifecycle.cs`",
            PackageRefundLifecycle.Mermaid());

    [Fact]
    public void CreditLot_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "credit-lot",
            "Credit lot",
            "`src/CertWorkflows.Domain/Credits/CreditLotLifecycle.cs`",
            CreditLotLifecycle.Mermaid());

    [Fact]
    public void Hosting_WhenDrawn_IsThePictureInTheDocuments() =>
        Compare(
            "hosting",
            "Hosting",
            "`src/CertWorkflows.Domain/Hostings/HostingLifecycle.cs`",
            HostingLifecycle.Mermaid());

    private static void Compare(string name, string title, string source, string picture)
    {
        var text = $"# {title}: states and moves\n\n"
            + $"Exported from the state machine in {source}; `UPDATE_GOLDEN=1` with the domain's tests writes it anew.\n\n"
            + $"```mermaid\n{picture}\n```\n";
        var path = Path.Combine(Root(), "docs", "lifecycles", $"{name}.md");
        var update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";
        Assert.False(
            update && Environment.GetEnvironmentVariable("CI") == "true",
            "UPDATE_GOLDEN is refused in CI: a picture is accepted by people.");
        if (update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"docs/lifecycles/{name}.md is missing; run the tests with UPDATE_GOLDEN=1.");
        Assert.Equal(text, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CertWorkflows.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
