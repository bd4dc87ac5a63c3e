using CertWorkflows.Application.Effects;

namespace CertWorkflows.Application.Tests.Effects;

public sealed class EffectOptionsTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(9, 2560)]
    [InlineData(10, 3600)]
    [InlineData(1000, 3600)]
    public void DelayAfter_EachFurtherFailure_DoublesUpToTheLongest(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new EffectOptions().DelayAfter(attempts));

    [Fact]
    public void Validate_WithEverythingOutOfRange_ListsEveryFailure()
    {
        var options = new EffectOptions
        {
            MaxAttempts = 0,
            FirstDelay = TimeSpan.FromHours(2),
            LongestDelay = TimeSpan.FromHours(1),
            Claim = TimeSpan.FromSeconds(1),
            Parallelism = 65,
        };
        var result = new EffectOptionsValidator().Validate(null, options);
        Assert.Equal(5, result.Failures!.Count());
    }

    [Fact]
    public void Validate_WithTheDefaults_Succeeds() =>
        Assert.True(new EffectOptionsValidator().Validate(null, new EffectOptions()).Succeeded);
}
