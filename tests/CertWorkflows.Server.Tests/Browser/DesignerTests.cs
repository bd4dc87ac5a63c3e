using System.Text.Json;
using CertWorkflows.Client;
using CertWorkflows.Server.Tests.Scenarios;
using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>Analysts at work in the genuine Elsa Studio, against the real server.</summary>
public sealed class DesignerTests(DesignerSite site) : BrowserTests, IClassFixture<DesignerSite>
{
    private const string Steps = """
        {"id":"f","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"first","name":"First","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"one"}},
           "metadata":{"displayText":"First","designer":{"position":{"x":100,"y":100},"size":{"width":180,"height":60}}}}],"connections":[]}
        """;

    [Fact]
    [Trait("Rule", "RF-22")]
    public async Task Escalation_ChangedAndPublished_HoldsForNewRefundsAndNotForRunningOnes()
    {
        var older = await site.Desk.RefundUnderReviewAsync();
        var studio = await StudioAsync();
        await studio.Visit.LogInAsync("anna", "designer");
        await studio.Rows.Filter(new() { HasText = "refund-review" }).First.ClickAsync();
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(26);

        await studio.SelectAsync("Decide the refund");
        await studio.SavedAfterAsync(() => studio.TypeCodeAsync("Escalations", """[{"afterBusinessDays":8,"priority":80,"group":"supervisors"}]"""), "afterBusinessDays");
        var answer = await studio.PublishAsync();

        Assert.Equal(200, answer.Status);
        var newer = await site.Desk.RefundUnderReviewAsync();
        Assert.Equal(10, await EscalatesAfterAsync(older));
        Assert.Equal(8, await EscalatesAfterAsync(newer));
    }

    [Fact]
    public async Task NewWorkflow_DraggedConnectedAndPublished_RunsAndShowsItsJournal()
    {
        var studio = await StudioAsync();
        await studio.Visit.LogInAsync("anna", "designer");
        await studio.CreateAsync("Drawn by hand");
        await studio.DragFromPaletteAsync("Console", "Write Line", 60, 120);
        await studio.SavedAfterAsync(() => studio.FillAsync("Text", "hello"), "hello");
        await studio.DragFromPaletteAsync("CertWorkflows", "Human task", 420, 240);
        await studio.SavedAfterAsync(() => studio.ConnectAsync(0, "Done", 1), "\"source\"");
        await studio.SavedAfterAsync(() => studio.FillAsync("Title", "Look at it"), "Look at it");
        await studio.SavedAfterAsync(() => studio.ChooseAsync("Group", "refunds"), "refunds");
        var published = await studio.PublishAsync();
        Assert.True(published.Ok, await published.TextAsync());

        await studio.RunAsync();
        await studio.Visit.Page.WaitForURLAsync("**/workflows/instances/*/view");
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(2);
        await Assertions.Expect(studio.Journal.Filter(new() { HasText = "WriteLine1" }).First).ToBeVisibleAsync();
        Assert.Contains(await Desk.InboxAsync(site.Desk.Rita), task => task.Title == "Look at it");

        await studio.Visit.Page.ReloadAsync();
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(2);
        await studio.Visit.Page.GoBackAsync();
        await studio.Visit.ExpectAddressAsync("/edit");
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Draft_SavedByAColleagueMeanwhile_IsNotOverwrittenUnlessTheAnalystSaysSo()
    {
        await SaveAsync("shared-draft", Steps);
        var studio = await StudioAsync();
        studio.Visit.Expected = ["400 (Bad Request)"];
        await studio.OpenAsync("shared-draft");
        await SaveAsync("shared-draft", Steps.Replace("one", "theirs", StringComparison.Ordinal));

        await studio.SelectAsync("First");
        Assert.Equal(400, (await studio.SavedAfterAsync(() => studio.FillAsync("Text", "mine"), "mine")).Status);
        await studio.Visit.Expect("notice-stale").ToBeVisibleAsync();
        Assert.Contains("theirs", await DraftAsync("shared-draft"), StringComparison.Ordinal);

        Assert.Equal(200, (await studio.SavedAfterAsync(() => studio.Visit.Find("save-mine").ClickAsync())).Status);
        Assert.Contains("mine", await DraftAsync("shared-draft"), StringComparison.Ordinal);
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(1);
        await studio.Visit.Expect("notice-stale").ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Session_WhenItIsOver_LetsTheSaveWaitForALogInInAnotherTab()
    {
        await SaveAsync("kept-draft", Steps);
        var studio = await StudioAsync();
        studio.Visit.Expected = ["401"];
        var amy = await site.Desk.Admin.Administration.CreateUserAsync(
            new CreateUserRequest { Username = "amy", DisplayName = "amy", Password = Desk.PasswordOf("amy"), Roles = [UserRole.Analyst] });
        await studio.OpenAsync("kept-draft", "amy");
        await site.Desk.Admin.Administration.SetPasswordAsync(amy.Id, new SetPasswordRequest { NewPassword = "another-password-of-amy" });

        await studio.SelectAsync("First");
        await studio.FillAsync("Text", "kept");
        await studio.Visit.Expect("notice-signed-out").ToBeVisibleAsync();
        Assert.DoesNotContain("kept\"", await DraftAsync("kept-draft"), StringComparison.Ordinal);

        var tab = await studio.Visit.NewPageAsync();
        await tab.GotoAsync("login?returnUrl=designer/signed-in");
        await tab.GetByTestId("login-username").FillAsync("amy");
        await tab.GetByTestId("login-password").FillAsync("another-password-of-amy");
        await studio.SavedAfterAsync(() => tab.GetByTestId("login-submit").ClickAsync());

        await Assertions.Expect(tab.GetByTestId("signed-in")).ToBeVisibleAsync();
        await studio.Visit.Expect("notice-signed-out").ToHaveCountAsync(0);
        Assert.Contains("kept\"", await DraftAsync("kept-draft"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhenItIsAway_GetsTheChangeOnceItIsBack()
    {
        await SaveAsync("late-draft", Steps);
        var studio = await StudioAsync();
        studio.Visit.Expected = ["ERR_FAILED"];
        await studio.OpenAsync("late-draft");
        await studio.Visit.Page.RouteAsync("**/elsa/api/**", route => route.AbortAsync());

        await studio.SelectAsync("First");
        await studio.FillAsync("Text", "late");
        await studio.Visit.Expect("notice-server").ToContainTextAsync("kept in this browser");
        await studio.SavedAfterAsync(() => studio.Visit.Page.UnrouteAllAsync());

        await studio.Visit.Expect("notice-server").ToHaveCountAsync(0);
        Assert.Contains("\"late\"", await DraftAsync("late-draft"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ThatNeverReachedTheServer_IsOfferedWhenTheDefinitionIsOpenedAgain()
    {
        await SaveAsync("lost-draft", Steps);
        var studio = await StudioAsync();
        studio.Visit.Expected = ["ERR_FAILED"];
        await studio.OpenAsync("lost-draft");
        await studio.Visit.Page.RouteAsync("**/elsa/api/workflow-definitions", route => route.AbortAsync());
        await studio.SelectAsync("First");
        await studio.FillAsync("Text", "found again");
        await studio.Visit.Expect("notice-server").ToBeVisibleAsync();
        await studio.Visit.Page.UnrouteAllAsync();
        studio.Visit.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await studio.Visit.Page.RouteAsync("**/elsa/api/workflow-definitions", route => route.AbortAsync());
        await studio.Visit.Page.ReloadAsync();
        await studio.Visit.Page.UnrouteAllAsync();

        await studio.SavedAfterAsync(() => studio.Visit.Find("save-left-over").ClickAsync());

        Assert.Contains("found again", await DraftAsync("lost-draft"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestRun_OfTheRefund_ShowsThePathAndAsksForTheDecision()
    {
        var certificate = await site.Desk.BuyAsync();
        await site.Desk.AdvanceAsync("P6D");
        var studio = await StudioAsync();
        await studio.Visit.LogInAsync("anna", $"{Studio.Definitions}/refund-review/test-run");
        await studio.Visit.Find("test-run-version").FillAsync("1");
        await studio.Visit.Find("test-run-input").FillAsync($$"""{"CertificateId":"{{certificate}}","Reason":"not-needed"}""");
        await studio.Visit.Find("test-run-answers").FillAsync("{");
        await studio.Visit.Find("test-run-start").ClickAsync();
        await Assertions.Expect(studio.Visit.Page.Locator("#test-run-answers-error")).ToContainTextAsync("no JSON");
        await studio.Visit.Find("test-run-answers").FillAsync("{}");
        await studio.Visit.Find("test-run-start").ClickAsync();

        await studio.Visit.Page.Locator("[data-testid=test-run-task][data-activity=review] button", new() { HasText = "Approve" }).ClickAsync();
        await studio.Visit.Expect("test-run-ending").ToHaveAttributeAsync("data-ending", "over");
        await Assertions.Expect(studio.Visit.Page.Locator("[data-testid=test-run-picture] [data-activity=notice-paid]")).ToHaveAttributeAsync("data-state", "done");
        await Assertions.Expect(studio.Visit.Page.Locator("[data-testid=test-run-picture] [data-activity=notice-rejected]")).Not.ToHaveAttributeAsync("data-state", "done");
        Assert.Empty((await site.Desk.Caller.Refunds.ListAsync(new RefundListRequest { CertificateId = certificate })).Items);
    }

    [Fact]
    public async Task Pages_InChineseAndInTheDark_KeepTheirLanguageAndTheirLook()
    {
        var visit = (await StudioAsync("zh-CN")).Visit;
        await visit.LogInAsync("anna", Studio.Instances);
        await visit.Expect("nav-definitions").ToHaveTextAsync("流程定义");
        await visit.Find("theme-switch").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visit.Find("language-switch").ClickAsync();
        await visit.Expect("nav-definitions").ToHaveTextAsync("Definitions");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Assertions.Expect(visit.Page).ToHaveTitleAsync("Workflow instances · CertWorkflows");
        await visit.Find("logout").ClickAsync();
        await visit.Expect("login-username").ToBeVisibleAsync();
    }

    private async Task<Studio> StudioAsync(string language = "en") => new(await KeepAsync(site.VisitAsync(width: Studio.Width, language: language)));

    private async Task SaveAsync(string id, string root) =>
        await site.Desk.Anna.Workflows.SaveDraftAsync(id, JsonSerializer.Deserialize<JsonElement>($$"""{"name":"{{id}}","root":{{root}}}"""));

    private async Task<string> DraftAsync(string id)
    {
        await using var db = site.Desk.OpenDatabase();
        return db.Definitions.Single(version => version.DefinitionId == id && version.IsLatest).Json;
    }

    /// <summary>After how many business days of waiting the supervisors get the task.</summary>
    private async Task<int> EscalatesAfterAsync(RefundDto refund)
    {
        var due = Assert.Single(
            (await site.Desk.Olga.Deadlines.ListAsync(new DeadlineListRequest())).Items,
            deadline => deadline.InstanceId == refund.InstanceId && deadline.Kind.StartsWith("escalation", StringComparison.Ordinal));
        for (var days = 1; ; days++)
        {
            if ((await site.Desk.Caller.Calendar.AddBusinessDaysAsync(refund.OpenedAt, days)).At == due.DueAt)
            {
                return days;
            }
        }
    }
}
