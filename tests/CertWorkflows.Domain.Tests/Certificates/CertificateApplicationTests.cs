using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using static CertWorkflows.Domain.Tests.Make;

namespace CertWorkflows.Domain.Tests.Certificates;

public sealed class CertificateApplicationTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("a-b.example.co.uk")]
    [InlineData("例子.中国")]
    [InlineData("xn--fsqu00a.xn--fiqs8s")]
    [InlineData("8.8.8.8")]
    [InlineData("2400:3200::1")]
    public void Domain_WhenWellFormed_IsTaken(string name) =>
        Assert.Empty(new CertificateApplication([name]).Problems(1, wildcard: false));

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("example.com.")]
    [InlineData("exa mple.com")]
    [InlineData("-a.example.com")]
    [InlineData("a..example.com")]
    [InlineData("under_score.example.com")]
    [InlineData("*.example.com")]
    [InlineData("www.*.com")]
    [InlineData("http://example.com/")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example.com")]
    public void Domain_WhenNotWellFormed_IsRefused(string name) =>
        Assert.Single(new CertificateApplication([name]).Problems(1, wildcard: false));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.1.1")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:10.0.0.1")]
    [Trait("Rule", "BL-6")]
    public void Address_WhenNotPublic_IsRefused(string address) =>
        Assert.Contains(
            "BL-6",
            Assert.Single(new CertificateApplication([address]).Problems(1, wildcard: false)),
            StringComparison.Ordinal);

    [Fact]
    [Trait("Rule", "BL-6")]
    public void Address_WhenPublic_IsTakenWithAWarning()
    {
        Assert.Equal(
            [CertificateApplication.IpAddressWarning], new CertificateApplication(["example.com", "8.8.8.8"]).Warnings);
        Assert.Empty(new CertificateApplication(["example.com"]).Warnings);
    }

    [Fact]
    public void Wildcard_WhenTheProductHoldsIt_IsTaken()
    {
        Assert.Empty(new CertificateApplication(["*.example.com"]).Problems(1, wildcard: true));
        Assert.Single(new CertificateApplication(["*.com"]).Problems(1, wildcard: true));
    }

    [Fact]
    public void Submit_WhenMuchIsWrong_ListsEveryProblemAndChangesNothing()
    {
        var certificate = Certificate();
        var before = Snapshot.Of(certificate);

        var error = Assert.Throws<DomainException>(
            () => certificate.Submit(
                new CertificateApplication(["a", "b.example.com", "B.example.com"]), "customer", PaidAt));

        Assert.Equal("invalid-application", error.Code);
        Assert.All(
            new[] { "3 domains were given; 1 to 2", "'a' is not", "'b.example.com' is given more than once", "OV needs the applicant's company" },
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, Snapshot.Of(certificate));
    }

    [Fact]
    public void Submit_WhenDv_NeedsNoCompany()
    {
        var certificate = Certificate(freeDv: true);

        certificate.Submit(new CertificateApplication(["www.example.com"]), "customer", PaidAt);

        Assert.Equal(ValidationLevel.DV, certificate.Validation);
        Assert.Equal(CertificateState.UnderReview, certificate.State);
    }
}
