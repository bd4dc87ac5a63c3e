using System.Net;
using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Domain;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.Domain.Catalogue;
using CertWorkflows.Domain.Certificates;
using CertWorkflows.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using CertificateState = CertWorkflows.Client.CertificateState;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>Revocations from the request to the CA's word, over HTTP, on both databases.</summary>
public sealed class RevocationScenarios
{
    private static readonly JsonElement NoData = JsonDocument.Parse("{}").RootElement;
    private static readonly JsonElement Because = JsonDocument.Parse("""{"reason":"The caller could not say who they are."}""").RootElement;

    public static TheoryData<DatabaseKind> Databases => TestKit.Databases.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-1")]
    [Trait("Rule", "RV-7")]
    [Trait("Rule", "RF-10")]
    public async Task Revocation_WhenConfirmedByTheLink_IsDoneByTheCaAndOpensTheRefund(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        it.Ca.Answer = CaDouble.WorksOnIt;
        var revocation = await it.AwaitingAsync();
        Assert.Equal(CertificateState.RevocationPending, await it.CertificateOfAsync(revocation));
        Assert.Empty(it.Ca.Requests);

        Assert.Equal(HttpStatusCode.OK, (await it.ConfirmAsync(Assert.Single(it.Links()))).StatusCode);
        await it.Desk.SettleAsync();
        Assert.Equal(RevocationState.Confirmed, (await it.GetAsync(revocation)).State);
        Assert.Equal(CertificateState.RevocationPending, await it.CertificateOfAsync(revocation));
        var asked = it.Ca.Requests[0].Payload;
        Assert.Equal(("superseded", "GeoTrust"), ((string?)asked["reason"], (string?)asked["brand"]));
        Assert.Equal((await it.Desk.Caller.Certificates.GetAsync(revocation.CertificateId)).SerialNumber, (string?)asked["serial"]);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", (string?)asked["chainPem"], StringComparison.Ordinal);

        it.Ca.Answer = CaDouble.Revoked;
        await it.Desk.AdvanceAsync("PT1H");
        var done = await it.GetAsync(revocation);
        Assert.Equal(RevocationState.Revoked, done.State);
        Assert.Equal(["request", "sendLink", "confirmByLink", "revoke"], done.History.Select(h => h.Trigger));
        Assert.Equal("confirmation-link", done.History[2].By);
        Assert.Equal(CertificateState.Revoked, await it.CertificateOfAsync(revocation));
        Assert.Single(it.Ca.Requests.Select(r => r.IdempotencyKey).Distinct());
        var told = it.Desk.Messages()[^1];
        Assert.Contains("a refund is possible", told.Subject, StringComparison.Ordinal);
        Assert.Contains("until 2026-04-01", told.TextBody, StringComparison.Ordinal);
        Assert.Equal("RF-10", (await it.Desk.RequestRefundAsync(revocation.CertificateId)).Rule);
        Assert.Equal(InstanceSubStatus.Finished, (await it.Desk.Olga.Instances.GetAsync(revocation.InstanceId)).SubStatus);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "confirmed");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-7")]
    [Trait("Rule", "RF-12")]
    public async Task Revocation_MoreThan30DaysAfterIssue_TellsThatNoRefundIsPossible(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var certificate = await it.IssuedAsync();
        await it.Desk.AdvanceAsync("P31D");
        var revocation = await it.RequestAsync(certificate);
        await it.Desk.SettleAsync();
        await it.ConfirmAsync(Assert.Single(it.Links()));
        await it.Desk.SettleAsync();

        Assert.Equal(RevocationState.Revoked, (await it.GetAsync(revocation)).State);
        Assert.EndsWith("Certificate revoked", it.Desk.Mails()[^1], StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ApiException>(() => it.Desk.RequestRefundAsync(certificate));
        Assert.Equal("RF-12", refused.Problem.Rule);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "too-late-for-a-refund");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-5")]
    public async Task Revocation_WhenNobodyConfirms_RemindsTwiceAndLapses(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        var until = (await it.GetAsync(revocation)).ConfirmBy!.Value;
        Assert.Equal(revocation.OpenedAt.AddDays(7), until);

        await it.Desk.AdvanceToAsync(revocation.OpenedAt.AddDays(2).AddSeconds(-1));
        Assert.DoesNotContain(it.Desk.Mails(), m => m.Contains("Reminder", StringComparison.Ordinal));
        await it.Desk.AdvanceToAsync(revocation.OpenedAt.AddDays(2));
        Assert.Single(it.Desk.Mails(), m => m.Contains("Reminder", StringComparison.Ordinal));
        await it.Desk.AdvanceToAsync(revocation.OpenedAt.AddDays(5));
        Assert.Equal(2, it.Desk.Mails().Count(m => m.Contains("Reminder", StringComparison.Ordinal)));
        var link = Assert.Single(it.Links());
        await it.Desk.AdvanceToAsync(until.AddSeconds(-1));
        Assert.Equal(HttpStatusCode.OK, (await it.LookAsync(link)).StatusCode);

        await it.Desk.AdvanceToAsync(until);
        var lapsed = await it.GetAsync(revocation);
        Assert.Equal((RevocationState.Lapsed, "not confirmed in time (RV-5)"), (lapsed.State, lapsed.EndReason));
        Assert.Equal(CertificateState.Issued, await it.CertificateOfAsync(revocation));
        Assert.Equal(HttpStatusCode.Gone, (await it.ConfirmAsync(link)).StatusCode);
        Assert.Contains("lapsed", it.Desk.Mails()[^1], StringComparison.Ordinal);
        Assert.Empty(it.Ca.Requests);
        Assert.Empty(await it.Desk.DeadlinesAsync());
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "lapsed");
        Assert.Equal(RevocationState.AwaitingConfirmation, (await it.RequestAsync(revocation.CertificateId)).State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-5")]
    public async Task Mail_WhenAskedForAgain_VoidsTheLinkBefore(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        await it.Desk.AdvanceAsync("P3D");
        var stale = await Assert.ThrowsAsync<ApiException>(() => it.Desk.Caller.Revocations.SendMailAsync(revocation.Id, expectedVersion: 1));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        var key = Desk.Key();
        var version = (await it.GetAsync(revocation)).Version;
        var sent = await it.Desk.Caller.Revocations.SendMailAsync(revocation.Id, version, key);
        var repeated = await it.Desk.Caller.Revocations.SendMailAsync(revocation.Id, version, key);
        Assert.Equal((2, sent.Version), (sent.LinksSent, repeated.Version));
        Assert.Equal(revocation.OpenedAt.AddDays(7), sent.LinkValidUntil);
        await it.Desk.SettleAsync();

        Assert.Equal(2, it.Links().Count);
        Assert.Equal(HttpStatusCode.Gone, (await it.ConfirmAsync(it.Links()[0])).StatusCode);
        Assert.Equal(RevocationState.AwaitingConfirmation, (await it.GetAsync(revocation)).State);
        Assert.Equal(HttpStatusCode.OK, (await it.ConfirmAsync(it.Links()[1])).StatusCode);
        await it.Desk.SettleAsync();
        var done = await it.GetAsync(revocation);
        Assert.Equal((RevocationState.Revoked, 2), (done.State, done.LinksSent));
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "mailed-again");

        var late = await Assert.ThrowsAsync<ApiException>(() => it.Desk.Caller.Revocations.SendMailAsync(revocation.Id));
        Assert.Equal((HttpStatusCode.Conflict, "not-awaiting-confirmation"), (late.Status, late.Problem.Code));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-2")]
    [Trait("Rule", "RV-6")]
    public async Task Revocation_WhenForcedByTicket_IsDecidedByAnOperatorIn2BusinessDays(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        var noTicket = await Assert.ThrowsAsync<ApiException>(() => ForceAsync(it, revocation, " "));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-ticket"), (noTicket.Status, noTicket.Problem.Code));
        await it.Desk.AdvanceAsync("P3D"); // a Thursday
        var forced = await ForceAsync(it, revocation, "T-1");
        Assert.Equal((RevocationState.ForcedReview, "T-1"), (forced.State, forced.Ticket));
        Assert.Equal(forced.DecideBy, forced.History[^1].At.AddDays(4)); // over a weekend
        Assert.Equal(HttpStatusCode.Gone, (await it.LookAsync(it.Links()[0])).StatusCode);

        var task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        Assert.Equal(("forced-revocation", revocation.Id, forced.DecideBy), (task.Kind, task.CaseId, task.DueAt));
        Assert.Contains((await it.Desk.Cora.Tasks.GetAsync(task.Id)).Facts, f => f is { Name: "ticket", Rule: "RV-2" });
        await it.Desk.AdvanceAsync("P5D");
        Assert.True((await it.GetAsync(revocation)).Overdue);
        Assert.Equal(revocation.Id, Assert.Single((await it.Desk.Caller.Revocations.ListAsync(new RevocationListRequest { Overdue = true })).Items).Id);
        Assert.Empty((await it.Desk.Caller.Revocations.ListAsync(new RevocationListRequest { Overdue = false })).Items);

        await CompleteAsync(it.Desk.Cora, task.Id, "Revoke", NoData);
        await it.Desk.SettleAsync();
        var done = await it.GetAsync(revocation);
        Assert.Equal((RevocationState.Revoked, false), (done.State, done.Overdue));
        Assert.Equal(["request", "sendLink", "force", "approve", "revoke"], done.History.Select(h => h.Trigger));
        Assert.Equal("cora", done.History[3].By);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "forced");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-6")]
    public async Task ForcedRevocation_WhenRejected_KeepsTheCertificateAndTellsWhy(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        await ForceAsync(it, revocation, "T-1");
        var again = await Assert.ThrowsAsync<ApiException>(() => ForceAsync(it, revocation, "T-2"));
        Assert.Equal((HttpStatusCode.Conflict, "not-awaiting-confirmation"), (again.Status, again.Problem.Code));
        var task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        var noReason = await Assert.ThrowsAsync<ApiException>(() => CompleteAsync(it.Desk.Cora, task.Id, "Reject", NoData));
        Assert.Equal((HttpStatusCode.BadRequest, "reason-required"), (noReason.Status, noReason.Problem.Code));

        await CompleteAsync(it.Desk.Cora, task.Id, "Reject", Because);
        await it.Desk.SettleAsync();
        var done = await it.GetAsync(revocation);
        Assert.Equal((RevocationState.Rejected, "The caller could not say who they are."), (done.State, done.EndReason));
        Assert.Equal(CertificateState.Issued, await it.CertificateOfAsync(revocation));
        Assert.Contains("could not say who they are", it.Desk.Messages()[^1].TextBody, StringComparison.Ordinal);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "forced-rejected");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-4")]
    public async Task Revocation_OfAFreeDvCertificate_IsDoneAtOnceWithoutAnyMail(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.RequestAsync(await it.IssuedAsync("digicert-free-dv"), RevocationReason.CACompromise);
        Assert.Equal(RevocationState.Confirmed, revocation.State);
        await it.Desk.SettleAsync();

        Assert.Equal(RevocationState.Revoked, (await it.GetAsync(revocation)).State);
        Assert.Equal(CertificateState.Revoked, await it.CertificateOfAsync(revocation));
        Assert.Equal("cACompromise", (string?)Assert.Single(it.Ca.Requests).Payload["reason"]);
        Assert.DoesNotContain(it.Desk.Mails(), m => m.Contains("evo", StringComparison.Ordinal));
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "free-dv");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-3")]
    public async Task Revocation_OfABundledCertificate_IsRefusedAndNothingIsStored(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var certificate = await BundledAsync(it.Desk);
        var action = (await it.Desk.Caller.Certificates.GetAsync(certificate)).Actions.Single(a => a.Name == "revoke");
        Assert.Equal((false, "RV-3", "bundled-in-package"), (action.Permitted, action.Rule, action.Code));

        var refused = await Assert.ThrowsAsync<ApiException>(() => it.RequestAsync(certificate));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "RV-3", "bundled-in-package"), (refused.Status, refused.Problem.Rule, refused.Problem.Code));
        Assert.Empty((await it.Desk.Caller.Revocations.ListAsync(new RevocationListRequest())).Items);
        Assert.Equal(CertificateState.Issued, (await it.Desk.Caller.Certificates.GetAsync(certificate)).State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Ca_WhenItRefuses_RaisesATaskAndIsAskedAgainUnderAnotherKey(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        it.Ca.Answer = CaDouble.Refuses;
        var revocation = await it.AwaitingAsync();
        await it.ConfirmAsync(it.Links()[0]);
        await it.Desk.SettleAsync();
        Assert.Equal(RevocationState.Confirmed, (await it.GetAsync(revocation)).State);
        var task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        Assert.Contains("unknown-serial", task.Title, StringComparison.Ordinal);

        await CompleteAsync(it.Desk.Cora, task.Id, "TryAgain", NoData);
        await it.Desk.SettleAsync();
        task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora)); // refused again
        it.Ca.Answer = CaDouble.Revoked;
        await CompleteAsync(it.Desk.Cora, task.Id, "TryAgain", NoData);
        await it.Desk.SettleAsync();

        Assert.Equal(RevocationState.Revoked, (await it.GetAsync(revocation)).State);
        Assert.Equal(3, it.Ca.Requests.Select(r => r.IdempotencyKey).Distinct().Count());
        Assert.Empty(await Desk.InboxAsync(it.Desk.Cora));
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "ca-refused");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Ca_WhenItSaysNothingForABusinessDay_RaisesATaskWhoseOwnerMayGiveUp(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        it.Ca.Answer = CaDouble.WorksOnIt;
        var revocation = await it.AwaitingAsync();
        await it.ConfirmAsync(it.Links()[0]);
        await it.Desk.AdvanceAsync("PT23H");
        Assert.Empty(await Desk.InboxAsync(it.Desk.Cora));
        await it.Desk.AdvanceAsync("PT1H");
        var task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        await CompleteAsync(it.Desk.Cora, task.Id, "TryAgain", NoData);
        await it.Desk.SettleAsync();
        Assert.Single(it.Ca.Requests.Select(r => r.IdempotencyKey).Distinct()); // its fate is unknown: the same request

        await it.Desk.AdvanceAsync("PT24H");
        task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        await CompleteAsync(it.Desk.Cora, task.Id, "GiveUp", Because);
        await it.Desk.SettleAsync();
        Assert.Equal(RevocationState.Rejected, (await it.GetAsync(revocation)).State);
        Assert.Equal(CertificateState.Issued, await it.CertificateOfAsync(revocation));
        Assert.Contains("not revoked", it.Desk.Mails()[^1], StringComparison.Ordinal);
        var asked = it.Ca.Requests.Count;
        await it.Desk.AdvanceAsync("P1D");
        Assert.Equal(asked, it.Ca.Requests.Count);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "given-up");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Ca_WhenItsWordComesWhileTheTaskIsOpen_SettlesTheCaseAndTheTask(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        it.Ca.Answer = CaDouble.WorksOnIt;
        var revocation = await it.AwaitingAsync();
        await it.ConfirmAsync(it.Links()[0]);
        await it.Desk.AdvanceAsync("PT25H");
        var task = Assert.Single(await Desk.InboxAsync(it.Desk.Cora));
        it.Ca.Answer = CaDouble.Revoked;
        await it.Desk.AdvanceAsync("PT1H");

        Assert.Equal(RevocationState.Revoked, (await it.GetAsync(revocation)).State);
        Assert.Equal(HumanTaskState.Cancelled, (await it.Desk.Cora.Tasks.GetAsync(task.Id)).State);
        Golden.Matches(await it.Desk.TraceAsync(revocation.InstanceId), "ca-late");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "EX-3")]
    public async Task Certificate_WhenItExpiresMeanwhile_EndsTheCaseWhereverItIs(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        it.Ca.Answer = CaDouble.WorksOnIt;
        var certificates = new List<string> { await it.IssuedAsync(), await it.IssuedAsync(), await it.IssuedAsync() };
        var first = (await it.Desk.Caller.Certificates.GetAsync(certificates[0])).ExpiresAt!.Value;
        await it.Desk.AdvanceToAsync(first.AddHours(-1));
        var waiting = await it.RequestAsync(certificates[0]);
        var forced = await ForceAsync(it, await it.RequestAsync(certificates[1]), "T-1");
        var atCa = await it.RequestAsync(certificates[2]);
        await it.Desk.SettleAsync();
        await it.ConfirmAsync(it.Links()[^1]);
        await it.Desk.AdvanceAsync("PT2H");

        foreach (var revocation in new[] { waiting, forced, atCa })
        {
            var ended = await it.GetAsync(revocation);
            Assert.Equal((RevocationState.Lapsed, CertificateState.Expired), (ended.State, await it.CertificateOfAsync(revocation)));
            Assert.Equal(InstanceSubStatus.Finished, (await it.Desk.Olga.Instances.GetAsync(revocation.InstanceId)).SubStatus);
        }

        Assert.Equal(3, it.Desk.Mails().Count(m => m.Contains("request closed", StringComparison.Ordinal)));
        Assert.Empty(await Desk.InboxAsync(it.Desk.Cora));
        Golden.Matches(await it.Desk.TraceAsync(waiting.InstanceId), "expired");
        Golden.Matches(await it.Desk.TraceAsync(forced.InstanceId), "expired-while-forced");
        Golden.Matches(await it.Desk.TraceAsync(atCa.InstanceId), "expired-at-the-ca");
        var late = await Assert.ThrowsAsync<ApiException>(() => it.RequestAsync(certificates[0]));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-1")]
    public async Task Event_WithoutALink_ConfirmsNothing(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        await it.Desk.Olga.Events.SendAsync("revocation-confirmed", new SendEventRequest { CorrelationId = revocation.Id });
        Assert.Equal(RevocationState.AwaitingConfirmation, (await it.GetAsync(revocation)).State);
        Assert.Equal(HttpStatusCode.OK, (await it.ConfirmAsync(it.Links()[0])).StatusCode);
        await it.Desk.SettleAsync();
        Assert.Equal(RevocationState.Revoked, (await it.GetAsync(revocation)).State);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-5")]
    public async Task Token_OfTheLink_IsNowhereInTheDatabase(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var revocation = await it.AwaitingAsync();
        var token = it.Links()[0].Split('/')[^1];
        await it.ConfirmAsync(it.Links()[0]);
        await it.Desk.SettleAsync();

        await using var db = it.Desk.OpenDatabase();
        var instanceId = Guid.Parse(revocation.InstanceId);
        var texts = new List<string>();
        texts.AddRange(await db.Instances.Select(i => i.State).ToListAsync(Token));
        texts.AddRange((await db.Journal.Where(j => j.InstanceId == instanceId).ToListAsync(Token)).Select(j => JsonSerializer.Serialize(j)));
        texts.AddRange((await db.Effects.ToListAsync(Token)).Select(e => JsonSerializer.Serialize(e)));
        texts.AddRange((await db.Audit.ToListAsync(Token)).Select(a => JsonSerializer.Serialize(a)));
        texts.AddRange((await db.Revocations.ToListAsync(Token)).Select(r => r.LinkHash!));
        texts.AddRange(await db.ConfirmationLinks.Select(l => l.Hash).ToListAsync(Token));
        texts.AddRange((await db.Answers.ToListAsync(Token)).Select(a => a.Body));
        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, text => text.Contains(token, StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("[sealed:", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    [Trait("Rule", "RV-5")]
    public async Task Link_WhenUsedTwiceAtTheSameMoment_ConfirmsOnce(DatabaseKind database)
    {
        var race = new StagedRace();
        await using var it = await RevocationDesk.OpenAsync(database, race);
        var revocation = await it.AwaitingAsync();
        var link = it.Links()[0];
        race.Close(StagedStore.Commit);
        var both = new[] { it.ConfirmAsync(link), it.ConfirmAsync(link) };
        await race.ArrivedAsync(StagedStore.Commit, 2, Token);
        race.Open(StagedStore.Commit);
        var answers = (await Task.WhenAll(both)).Select(a => a.StatusCode).Order().ToList();

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Gone], answers);
        await it.Desk.SettleAsync();
        Assert.Equal(["request", "sendLink", "confirmByLink", "revoke"], (await it.GetAsync(revocation)).History.Select(h => h.Trigger));
        Assert.Single(it.Ca.Requests);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_ThatIsRepeatedOrMalformed_OpensAtMostOneCase(DatabaseKind database)
    {
        await using var it = await RevocationDesk.OpenAsync(database);
        var certificate = await it.IssuedAsync();
        var request = new CreateRevocationRequest { CertificateId = certificate, Reason = RevocationReason.KeyCompromise };
        var key = Desk.Key();
        var first = await it.Desk.Caller.Revocations.CreateAsync(request, key);
        Assert.Equal(first.Id, (await it.Desk.Caller.Revocations.CreateAsync(request, key)).Id);
        var second = await Assert.ThrowsAsync<ApiException>(() => it.Desk.Caller.Revocations.CreateAsync(request, Desk.Key()));
        Assert.Equal((HttpStatusCode.Conflict, "illegal-transition"), (second.Status, second.Problem.Code));
        var action = (await it.Desk.Caller.Certificates.GetAsync(certificate)).Actions.Single(a => a.Name == "revoke");
        Assert.Equal((false, "illegal-transition"), (action.Permitted, action.Code));

        var caller = await it.Desk.BrowserOfAsync("caller");
        var hold = await caller.PostAsync(
            new Uri("/api/v1/revocations", UriKind.Relative),
            new StringContent($$"""{"certificateId":"{{certificate}}","reason":"certificateHold"}""", System.Text.Encoding.UTF8, "application/json"),
            Token);
        Assert.Equal(HttpStatusCode.BadRequest, hold.StatusCode);
        var missing = await Assert.ThrowsAsync<ApiException>(() => it.RequestAsync("01890000-0000-7000-8000-000000000000"));
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        var waited = await it.Desk.Caller.Revocations.GetAsync(first.Id, new CaseWait(TimeSpan.FromSeconds(5), "awaitingConfirmation"));
        Assert.Equal(RevocationState.AwaitingConfirmation, waited.State);
        Assert.Equal(
            first.Id,
            Assert.Single((await it.Desk.Caller.Revocations.ListAsync(new RevocationListRequest
            {
                CustomerId = "c-1",
                State = RevocationState.AwaitingConfirmation,
                CertificateId = certificate,
                OpenedAfter = first.OpenedAt.AddSeconds(-1),
            })).Items).Id);
    }

    private static Task<RevocationDto> ForceAsync(RevocationDesk it, RevocationDto revocation, string ticket) =>
        it.Desk.Caller.Revocations.ForceAsync(revocation.Id, new ForceRevocationRequest { Ticket = ticket });

    private static Task<TaskDto> CompleteAsync(CertWorkflowsClient person, string taskId, string outcome, JsonElement data) =>
        person.Tasks.CompleteAsync(taskId, new CompleteTaskRequest { Outcome = outcome, Data = data });

    /// <summary>A certificate inside a package, issued now.</summary>
    private static async Task<string> BundledAsync(Desk desk)
    {
        var calendar = desk.Services.GetRequiredService<BusinessCalendar>();
        var certificate = Certificate.Buy(
            new CertificatePurchase(
                new CertificateId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
                new OrderId(Guid.Parse("00000000-0000-7000-8000-000000000002")),
                new CustomerId("c-1"),
                "Example Ltd",
                "it@customer.example",
                null,
                new CertificateSpec("GeoTrust", Domain.Catalogue.ValidationLevel.DV, true, 1, 1, false),
                new PackageId(Guid.Parse("00000000-0000-7000-8000-000000000003")),
                Desk.Start,
                new Money(1280m),
                Money.Zero,
                Domain.Certificates.PaymentChannel.Alipay,
                "pay@customer.example"),
            calendar,
            "caller");
        certificate.Submit(new CertificateApplication(["*.customer.example"], null), "caller", Desk.Start);
        certificate.Issue(Desk.Start, Desk.Start.AddYears(1), "PEM", "01", "ca", Desk.Start);
        await using var db = desk.OpenDatabase();
        db.Certificates.Add(certificate);
        await db.SaveChangesAsync(Token);
        return certificate.Id.ToString();
    }
}
