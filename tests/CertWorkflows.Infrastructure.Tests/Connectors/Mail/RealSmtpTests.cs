using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CertWorkflows.Application.Effects;
using CertWorkflows.TestKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using static CertWorkflows.Infrastructure.Tests.Connectors.ConnectorHost;

namespace CertWorkflows.Infrastructure.Tests.Connectors.Mail;

/// <summary>Against a whole mail server: STARTTLS, log-in, refusals.</summary>
public sealed class RealSmtpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_WhenServerWantsTlsAndLogIn_IsDelivered()
    {
        await using var server = new MailServer();
        await using var host = Host(server);

        var outcome = await host.SendAsync("mail", Request(FolderMailTests.Payload()));

        Assert.IsType<EffectOutcome.Succeeded>(outcome);
        var (message, isSecure, user) = Assert.Single(server.Messages);
        Assert.Equal((true, "sender"), (isSecure, user));
        Assert.Contains($"Message-Id: <{(string?)((EffectOutcome.Succeeded)outcome).Result["messageId"]}>", message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Mail_WhenServersCertificateIsNotTrusted_FailsWithoutSendingThePassword()
    {
        await using var server = new MailServer();
        await using var host = Host(server, ("Mail:Smtp:TrustedRootsFile", null));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
        Assert.Empty(server.LogIns);
    }

    [Fact]
    public async Task Mail_WhenServersCertificateHasAnotherName_FailsWithoutSendingThePassword()
    {
        await using var server = new MailServer();
        await using var host = Host(server, ("Mail:Smtp:Host", "127.0.0.2"));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
        Assert.Empty(server.LogIns);
    }

    [Fact]
    public async Task Mail_WhenPasswordIsWrong_Fails()
    {
        await using var server = new MailServer();
        await using var host = Host(server, ("Mail:Smtp:Password", "wrong"));

        Assert.IsType<EffectOutcome.Failed>(await host.SendAsync("mail", Request(FolderMailTests.Payload())));
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task Mail_WhenRecipientIsUnknown_IsRejected()
    {
        await using var server = new MailServer();
        await using var host = Host(server);

        var outcome = await host.SendAsync("mail", Request(FolderMailTests.Payload("nobody@shop.example")));

        Assert.Equal("recipient-refused", Assert.IsType<EffectOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task Mail_WhenServerIsBusy_FailsAndIsTakenTheNextTime()
    {
        await using var server = new MailServer { BusyFor = 1 };
        await using var host = Host(server);

        var first = await host.SendAsync("mail", Request(FolderMailTests.Payload()));
        var second = await host.SendAsync("mail", Request(FolderMailTests.Payload(), attempt: 2));

        Assert.Contains("452", Assert.IsType<EffectOutcome.Failed>(first).Message, StringComparison.Ordinal);
        Assert.IsType<EffectOutcome.Succeeded>(second);
        Assert.Single(server.Messages);
    }

    private static ConnectorHost Host(MailServer server, params (string Key, string? Value)[] settings) => new(
    [
        .. new Dictionary<string, string?>
        {
            ["Mail:Mode"] = "smtp",
            ["Mail:From"] = "Refunds <refunds@shop.example>",
            ["Mail:Smtp:Host"] = "127.0.0.1",
            ["Mail:Smtp:Port"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:Smtp:User"] = "sender",
            ["Mail:Smtp:Password"] = "secret of the sender",
            ["Mail:Smtp:TrustedRootsFile"] = server.RootsFile,
        }
        .Concat(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
        .ToLookup(setting => setting.Key, setting => setting.Value)
        .Where(setting => setting.Last() is not null)
        .Select(setting => (setting.Key, setting.Last()!)),
    ]);

    private sealed class MailServer : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("smtp-").FullName;
        private readonly X509Certificate2 _certificate;
        private readonly SmtpServer.SmtpServer _server;
        private readonly CancellationTokenSource _closing = new();
        private readonly Task _serving;
        private int _busyFor;

        public MailServer()
        {
            TestCertificates.Write(_folder, TimeProvider.System.GetUtcNow());
            using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(_folder, "localhost.pem"), Path.Combine(_folder, "localhost.key"));
            _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
            var options = new SmtpServerOptionsBuilder()
                .ServerName("localhost")
                .Endpoint(endpoint => endpoint.Endpoint(new System.Net.IPEndPoint(System.Net.IPAddress.Any, Port))
                    .Certificate(_certificate).AuthenticationRequired().AllowUnsecureAuthentication(false))
                .Build();
            var parts = new ServiceProvider();
            parts.Add(new Store(this));
            parts.Add(new Doorman());
            parts.Add(new Authenticator(this));
            _server = new SmtpServer.SmtpServer(options, parts);
            _serving = _server.StartAsync(_closing.Token);
        }

        public int Port { get; } = RunningProgram.FreePort();

        public string RootsFile => Path.Combine(_folder, "root.pem");

        public int BusyFor
        {
            init => _busyFor = value;
        }

        public ConcurrentQueue<(string Text, bool IsSecure, string? User)> Messages { get; } = new();

        public ConcurrentQueue<string> LogIns { get; } = new();

        public async ValueTask DisposeAsync()
        {
            await _closing.CancelAsync();
            await _serving;
            _closing.Dispose();
            _certificate.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private sealed class Store(MailServer server) : MessageStore
        {
            public override Task<SmtpResponse> SaveAsync(
                ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
            {
                if (Interlocked.Decrement(ref server._busyFor) >= 0)
                {
                    return Task.FromResult(new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later, please"));
                }

                server.Messages.Enqueue((Encoding.UTF8.GetString(buffer), context.Pipe.IsSecure, context.Authentication.User));
                return Task.FromResult(SmtpResponse.Ok);
            }
        }

        private sealed class Doorman : MailboxFilter
        {
            public override Task<bool> CanDeliverToAsync(
                ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
                Task.FromResult(to.User != "nobody");
        }

        private sealed class Authenticator(MailServer server) : UserAuthenticator
        {
            public override Task<bool> AuthenticateAsync(
                ISessionContext context, string user, string password, CancellationToken cancellationToken)
            {
                server.LogIns.Enqueue(user);
                return Task.FromResult(user == "sender" && password == "secret of the sender");
            }
        }
    }
}
