using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Names;

namespace CertWorkflows.Domain.Tests.Names;

public sealed class CertifiedNameTests
{
    [Theory]
    [InlineData("Example.COM", "example.com")]
    [InlineData("例子.中国", "xn--fsqu00a.xn--fiqs8s")]
    [InlineData("bücher.example.de", "xn--bcher-kva.example.de")]
    [InlineData("*.例子.中国", "*.xn--fsqu00a.xn--fiqs8s")]
    [InlineData("www。example。com", "www.example.com")]
    [InlineData("8.8.8.8", "8.8.8.8")]
    [InlineData("::ffff:8.8.8.8", "8.8.8.8")]
    [InlineData("2400:3200:0000::0001", "2400:3200::1")]
    public void Name_InAnySpelling_IsReadAsItStandsInACertificate(string text, string value)
    {
        var name = CertifiedName.Read(text, out var problem);

        Assert.Null(problem);
        Assert.Equal((text, value), (name!.Text, name.Value));
        Assert.Equal(value.StartsWith('*'), name.IsWildcard);
    }

    [Theory]
    [InlineData("com")]
    [InlineData("co.uk")]
    [InlineData("公司.cn")]
    [InlineData("xn--55qx5d.cn")]
    [InlineData("anything.ck")] // the list says *.ck
    [InlineData("*.com")]
    [InlineData("*.co.uk")]
    public void Name_ThatIsAPublicSuffix_IsRefused(string text) => Assert.Null(CertifiedName.Read(text, out _));

    [Theory]
    [InlineData("www.ck")] // the list's exception
    [InlineData("example.co.uk")]
    [InlineData("*.example.com.cn")]
    [InlineData("github.io")] // a company's own, of the list's private part
    [InlineData("example.anewtld")] // a registry that the list does not know yet
    public void Name_BelowAPublicSuffix_IsTaken(string text) => Assert.NotNull(CertifiedName.Read(text, out _));

    [Theory]
    [InlineData("*.*.example.com", "wildcard")]
    [InlineData("w*.example.com", "wildcard")]
    [InlineData("www.*.example.com", "wildcard")]
    [InlineData("*", "wildcard")]
    [InlineData("*.", "not a domain name")]
    [InlineData("*.8.8.8.8", "not a domain name")]
    [InlineData("127.1", "not a domain name")]
    [InlineData("0x08080808", "not a domain name")]
    [InlineData("8.8.8.08", "not a domain name")]
    [InlineData("[2400:3200::1]", "not a domain name")]
    [InlineData("2400:3200::1%eth0", "not a domain name")]
    [InlineData("xn--a.example.com", "not a domain name")] // an A-label that stands for nothing
    [InlineData("co.uk", "public suffix")]
    [InlineData("*.co.uk", "right below a public suffix")]
    public void Name_ThatCannotBeCertified_IsRefusedWithTheReason(string text, string reason)
    {
        Assert.Null(CertifiedName.Read(text, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.Contains($"'{text}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001:db8::1")]
    [InlineData("2002:808:808::1")]
    [InlineData("3fff::1")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("100.64.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("255.255.255.255")]
    [Trait("Rule", "BL-6")]
    public void Address_OfASpecialPurpose_IsNotPublic(string text)
    {
        Assert.Null(CertifiedName.Read(text, out var problem));
        Assert.Contains("BL-6", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Application_WithTwoSpellingsOfOneName_IsRefused()
    {
        Assert.Contains(
            "'例子.中国' is given more than once",
            new CertificateApplication(["例子.中国", "XN--fsqu00a.xn--fiqs8s"]).Problems(2, wildcard: false));
        Assert.Single(new CertificateApplication(["2400:3200::1", "2400:3200:0::1"]).Problems(2, wildcard: false));
    }

    [Fact]
    public void Application_ToTheCa_HasItsNamesInALabels() =>
        Assert.Equal(
            ["xn--fsqu00a.xn--fiqs8s", "www.example.com"], new CertificateApplication(["例子.中国", "WWW.example.com"]).CertifiedNames());
}
