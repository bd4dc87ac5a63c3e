using System.Text;
using CertWorkflows.Application.Effects;
using MimeKit;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Mail;

public sealed class SmtpMailTests
{
    [Fact]
    public async Task Mail_WhenServerTakesIt_ArrivesWhole()
    {
        await using var sink = new SmtpSink(_ => null);
        await using var host = Host(sink, ("Mail:Smtp:User", "sender"), ("Mail:Smtp:Password", "secret"));

        var outcome = await host.SendAsync("mail", Request(FolderMailTests.Payload()));

        var result = Assert.IsType<EffectOutcome.Succeeded>(outcome).Result;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(sink.Messages)));
        using var message = await MimeMessage.LoadAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal("您的退款已支付", message.Subject);
        Assert.Contains("\n.\n", message.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal((string?)result["messageId"], message.MessageId);
        Assert.Contains("MAIL FROM:<refunds@shop.example>", sink.Commands.First(IsMailFrom), StringComparison.Ordinal);
        Assert.Contains(sink.Commands, command => command.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_WhenRepeated_HasTheSameMessageId()
    {
        await using var sink = new SmtpSink(_ => null);
        await using var host = Host(sink);

        var first = await host.SendAsync("mail", Request(FolderMailTests.Payload()));
        var second = await host.SendAsync("mail", Request(FolderMailTests.Payload(), attempt: 2));
        var other = await host.SendAsync("mail", Request(FolderMailTests.Payload(), key: "another"));

        Assert.Equal(MessageId(first), MessageId(second));
        Assert.NotEqual(MessageId(first), MessageId(other));
    }

    [Theory]
    [InlineData("RCPT", "550 no such user", "recipient-refused")]
    [InlineData("MAIL", "553 not from here", "sender-refused")]
    [InlineData(".", "554 looks like spam", "message-refused")]
    public async Task Mail_WhenServerRefusesForGood_IsRejected(string command, string answer, string code)
    {
        await using var sink = new SmtpSink(line => line.StartsWith(command, StringComparison.Ordinal) ? answer : null);
        await using var host = Host(sink);

        var outcome = await host.SendAsync("mail", Request(FolderMailTests.Payload()));

        Assert.Equal(code, Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Theory]
    [InlineData("RCPT", "450 grey-listed")]
    [InlineData("MAIL", "452 disk full")]
    [InlineData(".", "451 try later")]
    [InlineData("RCPT", "421 closing")]
    [InlineData("DATA", "")]
    [InlineData("MAIL", "530 log in first")]
    public async Task Mail_WhenTroubleMayPass_Fails(string command, string answer)
    {
        await using var sink = new SmtpSink(line => line.StartsWith(command, StringComparison.Ordinal) ? answer : null);
        await using var host = Host(sink);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
    }

    [Fact]
    public async Task Mail_WhenCredentialsAreWrong_Fails()
    {
        await using var sink = new SmtpSink(line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : null);
        await using var host = Host(sink, ("Mail:Smtp:User", "sender"), ("Mail:Smtp:Password", "wrong"));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
    }

    [Fact]
    public async Task Mail_WhenServerHasNoStartTls_FailsInsteadOfSendingInClear()
    {
        await using var sink = new SmtpSink(_ => null);
        await using var host = Host(sink, ("Mail:Smtp:Security", "startTls"));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
        Assert.Empty(sink.Messages);
    }

    [Fact]
    public async Task Mail_WhenServerHangsUpAtTheGoodbye_IsSentAllTheSame()
    {
        await using var sink = new SmtpSink(line => line == "QUIT" ? "" : null);
        await using var host = Host(sink);

        Assert.IsType<EffectOutcome.Succeeded>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
    }

    [Fact]
    public async Task Mail_WhenNobodyListens_Fails()
    {
        var sink = new SmtpSink(_ => null);
        await using var host = Host(sink);
        await sink.DisposeAsync();

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
    }

    [Fact]
    public async Task Mail_WhenAddressIsInvalid_IsRejectedWithoutConnecting()
    {
        await using var sink = new SmtpSink(_ => null);
        await using var host = Host(sink);

        var outcome = await host.SendAsync("mail", Request(FolderMailTests.Payload("a@b.c>\r\nRCPT TO:<d@e.f")));

        Assert.Equal("invalid-address", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.Empty(sink.Commands);
    }

    private static bool IsMailFrom(string command) => command.StartsWith("MAIL", StringComparison.Ordinal);

    private static string? MessageId(EffectOutcome outcome) =>
        (string?)Assert.IsType<EffectOutcome.Succeeded>(outcome).Result["messageId"];

    private static ConnectorHost Host(SmtpSink sink, params (string Key, string Value)[] settings) => new(
    [
        ("Mail:Mode", "smtp"),
        ("Mail:From", "Refunds <refunds@shop.example>"),
        ("Mail:Smtp:Host", "127.0.0.1"),
        ("Mail:Smtp:Port", sink.Port),
        ("Mail:Smtp:Security", "none"),
        .. settings,
    ]);
}
