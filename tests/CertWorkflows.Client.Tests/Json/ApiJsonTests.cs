using System.Text.Json;
using FsCheck.Xunit;

namespace CertWorkflows.Client.Tests.Json;

public class ApiJsonTests
{
    [Fact]
    public void UnknownMember_WhenReadByAClient_IsIgnored() =>
        Assert.Equal("s", Read<AddTaskCommentRequest>("""{"text":"s","later":1}""", ApiJson.Options).Text);

    [Theory]
    [InlineData("""{"text":"s","later":1}""")]
    [InlineData("""{"text":"s","text":"t"}""")]
    [InlineData("""{"Text":"s"}""")]
    [InlineData("""{"text":null}""")]
    [InlineData("""{"text":5}""")]
    [InlineData("""{}""")]
    public void Request_WithWrongMembers_IsRefusedByAServer(string json) =>
        Assert.Throws<JsonException>(() => Read<AddTaskCommentRequest>(json, ApiJson.StrictOptions));

    [Theory]
    [InlineData("""{"businessDays":"15","at":"2021-05-01T10:00:00Z","skipped":[],"complete":true}""")]
    [InlineData("""{"businessDays":15.5,"at":"2021-05-01T10:00:00Z","skipped":[],"complete":true}""")]
    public void Number_WhenNotAWholeJsonNumber_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => Read<BusinessDaysResponse>(json, ApiJson.Options));

    [Theory]
    [InlineData(RefundReason.RenewedWrongKind, "\"renewed-wrong-kind\"")]
    [InlineData(RefundReason.Blocked, "\"blocked\"")]
    [InlineData(ValidationLevel.Ov, "\"OV\"")]
    [InlineData(ProductKind.FreeDv, "\"freeDv\"")]
    [InlineData(RefundState.ExpiredBeforeDecision, "\"expiredBeforeDecision\"")]
    [InlineData(RequestChannel.SelfService, "\"selfService\"")]
    public void Enum_WhenWritten_IsTheNameOfTheRules(Enum value, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(value, value.GetType(), ApiJson.Options));
        Assert.Equal(value, JsonSerializer.Deserialize(json, value.GetType(), ApiJson.Options));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("\"0\"")]
    public void Reason_WhenANumber_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => Read<RefundReason>(json, ApiJson.StrictOptions));

    [Theory]
    [InlineData("2021-04-25T18:00:00+08:00", "2021-04-25T10:00:00Z")]
    [InlineData("2021-04-25T10:00:00Z", "2021-04-25T10:00:00Z")]
    [InlineData("2021-04-25T10:00:00.1230000Z", "2021-04-25T10:00:00.123Z")]
    public void Instant_WithOffset_IsWrittenInUtc(string text, string utc) =>
        Assert.Equal($"\"{utc}\"", JsonSerializer.Serialize(Read<DateTimeOffset>($"\"{text}\"", ApiJson.Options), ApiJson.Options));

    [Theory]
    [InlineData("\"2021-04-25T10:00:00\"")]
    [InlineData("\"2021-04-25\"")]
    [InlineData("\"2021-02-30T10:00:00Z\"")]
    [InlineData("\"25/04/2021 10:00:00 Z\"")]
    [InlineData("\"\"")]
    [InlineData("1619344800")]
    public void Instant_WithoutOffsetOrMeaning_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => Read<DateTimeOffset>(json, ApiJson.StrictOptions));

    [Property]
    public bool Instant_WhenWrittenAndRead_IsTheSame(DateTimeOffset instant) =>
        InstantConverter.TryParse(InstantConverter.Format(instant), out var read) && read == instant;

    [Property]
    public bool Money_WhenWrittenAndRead_KeepsItsTwoDigits(int cents)
    {
        var money = MoneyDto.Cny(cents / 100m);
        return Read<MoneyDto>(JsonSerializer.Serialize(money, ApiJson.Options), ApiJson.StrictOptions).Value == cents / 100m
            && money.Amount[^3] == '.';
    }

    [Property]
    public bool EntityTag_WhenWrittenAndRead_IsTheSame(FsCheck.NonNegativeInt version) =>
        EntityTag.TryParse(EntityTag.Format(version.Get), out var read) && read == version.Get;

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    [InlineData("W/\"7\"")]
    [InlineData("\"x\"")]
    [InlineData("\"\"")]
    public void EntityTag_WhenForeign_IsRefused(string? tag) => Assert.False(EntityTag.TryParse(tag, out _));

    private static T Read<T>(string json, JsonSerializerOptions options) => JsonSerializer.Deserialize<T>(json, options)!;
}
