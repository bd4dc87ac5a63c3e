namespace CertWorkflows.Domain.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("958.12", "958.12")]
    [InlineData("958.1", "958.10")]
    [InlineData("9581.2500", "9581.25")]
    [Trait("Rule", "T-4")]
    public void Money_WhenParsed_IsWrittenWithTwoDigits(string text, string written) =>
        Assert.Equal(written, Money.Parse(text).ToString());

    [Theory]
    [InlineData("-0.01")]
    [InlineData("0.001")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("")]
    [InlineData(null)]
    public void Money_WhenTextIsNotAnAmount_IsRefused(string? text) =>
        Assert.Equal("invalid-money", Assert.Throws<DomainException>(() => Money.Parse(text)).Code);

    [Fact]
    public void Money_WhenMoreIsTakenThanThereIs_IsRefused() =>
        Assert.Equal("invalid-money", Assert.Throws<DomainException>(() => new Money(1m) - new Money(1.01m)).Code);

    [Fact]
    public void Money_WhenComputed_ComparesByAmount()
    {
        var money = (new Money(68m) * 40) + new Money(0.5m) - new Money(0.50m);

        Assert.Equal(new Money(2720.00m), money);
        Assert.True(money > Money.Zero);
        Assert.True(money >= new Money(2720m) && money <= new Money(2720m));
        Assert.True(Money.Zero < money);
        Assert.Equal(default, Money.Zero);
    }
}
