using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using CertWorkflows.Application.Certificates;
using CertWorkflows.Application.Effects;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.Domain.Renewals;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Application.Renewals;

/// <summary>
/// <c>CertWorkflows.ProbeSite</c>: looks once at the certificate that a site serves over TLS, and compares its dates with those of
/// the case's certificate (RN-9). When to look again is the definition's affair.
/// </summary>
public sealed class ProbeSiteActivity : Activity
{
    private const string Kind = "tls-probe";
    private const string Serves = "Serves";
    private const string Differs = "Differs";
    private const string NotReached = "NotReached";

    public override ActivityDescriptor Descriptor { get; } = new DescriptorBuilder(
            "CertWorkflows.ProbeSite", "CertWorkflows", "Probe site", "Looks whether a site serves the case's certificate (RN-9).")
        .Input("Host", TypeRef.String, "Name or address of the site.", required: true)
        .Input("Port", TypeRef.Int32, "TCP port, 1 to 65535.", 443)
        .Output("Seen", TypeRef.Boolean, "Whether the site serves the certificate.")
        .Output("Problem", TypeRef.String, "Why it was not seen; empty when it was.")
        .Output("Trust", TypeRef.String, "What browsers would object to in what the site serves; empty for nothing.")
        .Output("Serial", TypeRef.String, "Serial number of what the site serves.")
        .Outcomes(Serves, Differs, NotReached)
        .Build();

    public override async ValueTask<ActivityResult> ExecuteAsync(ActivityContext context, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        await CertificateSubject.OfCaseAsync(turn, cancellationToken);
        var host = context.Input<string>("Host");
        var port = context.Input<int>("Port");
        if (string.IsNullOrWhiteSpace(host) || port is < 1 or > 65535)
        {
            throw new InvalidOperationException($"'{host}' at port {port} cannot be looked at: a host and a port from 1 to 65535 are needed.");
        }

        EffectRequests.RequestAndWait(
            context, Kind, $"{turn.InstanceId}-{context.Id}", new JsonObject { ["host"] = host, ["port"] = port, ["serverName"] = host });
        return ActivityResult.Wait;
    }

    public override async ValueTask<ActivityResult> ResumeAsync(ActivityContext context, Bookmark bookmark, CancellationToken cancellationToken)
    {
        var turn = (CaseTurn)context.Turn;
        var answer = EffectRequests.Answer(context);
        var own = Own(await turn.CertificateAsync(await CertificateSubject.OfCaseAsync(turn, cancellationToken), cancellationToken));
        var served = answer.Succeeded ? Served(answer.Result!) : null;
        var failure = answer.Succeeded ? null : $"{answer.Code}: {answer.Message}";
        if (turn.CaseKind == CaseKinds.Renewal)
        {
            RenewalCase.Look((await RenewalParties.OfCaseAsync(turn, cancellationToken)).Renewal, own, served, failure, turn.Now);
        }

        context.SetOutput("Seen", served == own);
        context.SetOutput("Problem", served == own ? "" : failure ?? $"it serves a certificate valid from {served}, not from {own}");
        context.SetOutput("Trust", string.Join("; ", answer.Result?["problems"]?.AsArray().Select(problem => problem?.ToString()) ?? []));
        context.SetOutput("Serial", answer.Result?["serial"]?.GetValue<string>());
        return ActivityResult.Outcome(served is null ? NotReached : served == own ? Serves : Differs);
    }

    /// <summary>The dates as the certificate itself has them: some CAs let it begin before they signed.</summary>
    private static ServedValidity Own(Certificate certificate)
    {
        if (certificate is not { IssuedAt: { } from, ExpiresAt: { } until })
        {
            throw new InvalidOperationException("The certificate is not issued, so no site can serve it.");
        }

        try
        {
            using var signed = X509Certificate2.CreateFromPem(certificate.ChainPem);
            return new ServedValidity(new DateTimeOffset(signed.NotBefore), new DateTimeOffset(signed.NotAfter));
        }
        catch (CryptographicException)
        {
            // Kept as text by whoever issued it, for instance in a simulation: then the dates that were told are all there is.
            return new ServedValidity(from, until);
        }
    }

    private static ServedValidity Served(JsonObject result) => new(Instant(result, "notBefore"), Instant(result, "notAfter"));

    private static DateTimeOffset Instant(JsonObject result, string name) => DateTimeOffset.TryParse(
        result[name]?.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
        ? instant
        : throw new InvalidOperationException($"The probe's answer has no instant '{name}'.");
}
