namespace CertWorkflows.Domain.Tests;

public sealed class IdTests
{
    private const string Text = "0b1f5c1e-5a7c-4d0e-9e53-0d7e5b7f9a01";

    [Fact]
    public void Id_WhenParsed_PrintsTheSameText()
    {
        Assert.Equal(Text, CertificateId.Parse(Text).ToString());
        Assert.Equal(Text, OrderId.Parse(Text).ToString());
        Assert.Equal(Text, RefundId.Parse(Text).ToString());
        Assert.Equal(Text, PackageId.Parse(Text).ToString());
        Assert.True(RefundId.TryParse(Text, out var id));
        Assert.Equal(Guid.Parse(Text), id.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0b1f5c1e5a7c4d0e9e530d7e5b7f9a01")]
    [InlineData("{0b1f5c1e-5a7c-4d0e-9e53-0d7e5b7f9a01}")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("refund-1")]
    public void Id_WhenTextIsNoId_IsRefused(string? text)
    {
        Assert.False(RefundId.TryParse(text, out _));
        Assert.Equal("invalid-id", Assert.Throws<DomainException>(() => RefundId.Parse(text)).Code);
        Assert.Equal("invalid-id", Assert.Throws<DomainException>(() => CertificateId.Parse(text)).Code);
        Assert.Equal("invalid-id", Assert.Throws<DomainException>(() => OrderId.Parse(text)).Code);
        Assert.Equal("invalid-id", Assert.Throws<DomainException>(() => PackageId.Parse(text)).Code);
    }

    [Fact]
    public void Id_WhenEmpty_IsRefused() =>
        Assert.Equal("invalid-id", Assert.Throws<DomainException>(() => new CertificateId(Guid.Empty)).Code);

    [Theory]
    [InlineData("c")]
    [InlineData("客户-7")]
    public void CustomerId_WhenPrintable_IsTaken(string text)
    {
        Assert.True(CustomerId.TryParse(text, out var id));
        Assert.Equal(text, id.ToString());
        Assert.Equal(id, CustomerId.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" c")]
    [InlineData("c\n")]
    [InlineData("c\u0007c")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void CustomerId_WhenEmptyTooLongOrNotPrintable_IsRefused(string? text)
    {
        Assert.False(CustomerId.TryParse(text, out _));
        Assert.Equal("invalid-customer-id", Assert.Throws<DomainException>(() => CustomerId.Parse(text)).Code);
    }
}
