using System.Text;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Effects;
using FsCheck.Xunit;
using MimeKit;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Mail;

public sealed class FolderMailTests
{
    public static JsonObject Payload(string to = "buyer@example.com", string subject = "您的退款已支付", string? html = null) => new()
    {
        ["to"] = to,
        ["subject"] = subject,
        ["text"] = "尊敬的客户，958.12 元已退回。\n.\nA line with a dot alone stays.",
        ["html"] = html,
    };

    [Fact]
    public async Task Mail_WhenSent_IsAMessageThatAMailReaderOpens()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("mail", Request(Payload(html: "<p>958.12 元已退回</p>"), key: "instance-1_mail"));

        var result = Assert.IsType<EffectOutcome.Succeeded>(outcome).Result;
        using var message = Load(Assert.Single(Outbox(host)));
        Assert.Equal("20210425T020000000Z-instance-1_mail.eml", (string?)result["file"]);
        Assert.Equal((string?)result["messageId"], message.MessageId);
        Assert.Equal("您的退款已支付", message.Subject);
        Assert.Equal("buyer@example.com", Assert.Single(message.To.Mailboxes).Address);
        Assert.Equal("CertWorkflows", Assert.Single(message.From.Mailboxes).Name);
        Assert.Equal(Start, message.Date);
        Assert.Contains("958.12 元已退回。", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("<p>958.12 元已退回</p>", message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WhenRepeatedLater_OverwritesTheSameFileWithTheSameBytes()
    {
        await using var host = new ConnectorHost();
        await host.SendAsync("mail", Request(Payload(html: "<p>Hi</p>")));
        var first = await File.ReadAllBytesAsync(Assert.Single(Outbox(host)), TestContext.Current.CancellationToken);

        await host.SendAsync("mail", Request(Payload(html: "<p>Hi</p>")) with { Attempt = 2, Now = Start.AddMinutes(5) });

        var second = await File.ReadAllBytesAsync(Assert.Single(Outbox(host)), TestContext.Current.CancellationToken);
        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(second));
    }

    [Fact]
    public async Task Mail_WhenKeyIsNoFileName_StaysInsideTheOutbox()
    {
        await using var host = new ConnectorHost();

        await host.SendAsync("mail", Request(Payload(), key: "../../evil"));
        await host.SendAsync("mail", Request(Payload(), key: "instance:run"));

        Assert.Equal(2, Outbox(host).Length);
    }

    [Theory]
    [InlineData("buyer")]
    [InlineData("@example.com")]
    [InlineData("buyer@")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("Buyer <buyer@example.com>")]
    [InlineData("buyer @example.com")]
    [InlineData("")]
    public async Task Mail_WhenAddressIsInvalid_IsRejected(string to)
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("mail", Request(Payload(to)));

        Assert.Equal("invalid-address", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
        Assert.False(Directory.Exists(Path.Combine(host.ContentRoot, "outbox")));
    }

    [Fact]
    public async Task Mail_WhenSubjectHasLineBreaks_GetsNoOtherHeader()
    {
        await using var host = new ConnectorHost();

        await host.SendAsync("mail", Request(Payload(subject: "Hello\r\nBcc: victim@example.com\r\n\r\nBody")));

        using var message = Load(Assert.Single(Outbox(host)));
        Assert.Empty(message.Bcc);
        Assert.Equal("Hello  Bcc: victim@example.com    Body", message.Subject);
    }

    [Property(MaxTest = 50)]
    public async Task Mail_WhateverTheSubject_HasTheSameHeaders(string? subject)
    {
        await using var host = new ConnectorHost();

        await host.SendAsync("mail", Request(Payload(subject: subject ?? "")));

        using var message = Load(Assert.Single(Outbox(host)));
        Assert.Equal(
            ["Auto-Submitted", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"],
            message.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Mail_WhenFolderCannotBeWritten_Fails()
    {
        await using var host = new ConnectorHost();
        await File.WriteAllTextAsync(Path.Combine(host.ContentRoot, "outbox"), "a file", TestContext.Current.CancellationToken);

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(Payload())));
    }

    [Fact]
    public async Task Mail_WhenAMemberIsMissing_IsRejected()
    {
        await using var host = new ConnectorHost();

        var outcome = await host.SendAsync("mail", Request(new JsonObject { ["to"] = "buyer@example.com" }));

        Assert.Equal("invalid-payload", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    private static string[] Outbox(ConnectorHost host) => Directory.GetFiles(Path.Combine(host.ContentRoot, "outbox"));

    private static MimeMessage Load(string file) => MimeMessage.Load(file, TestContext.Current.CancellationToken);
}
