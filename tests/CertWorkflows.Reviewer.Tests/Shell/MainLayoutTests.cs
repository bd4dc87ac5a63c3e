using Bunit;
using CertWorkflows.Reviewer.Shell;
using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Tests.Shell;

public class MainLayoutTests
{
    [Fact]
    public async Task Layout_WhenShown_HasUserLanguageThemeAndLogOut()
    {
        await using var context = new ReviewerContext();

        var layout = context.Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, Body("hello")));

        layout.WaitForAssertion(() => Assert.Equal("Li Wei", layout.Test("user-name").TextContent));
        Assert.Equal("session-form", layout.Test("logout").GetAttribute("form"));
        Assert.True(layout.Has("language-switch"));
        Assert.Equal("Dark theme", layout.Test("theme-switch").GetAttribute("aria-label"));
        Assert.Equal("main", layout.Find("main").Id);
    }

    [Fact]
    public async Task Layout_WhenShown_KeepsTheContentBelowTheAppBar()
    {
        await using var context = new ReviewerContext();

        var layout = context.Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, Body("hello")));

        // A padding class on this element would replace the offset below the app bar and hide the heading.
        Assert.DoesNotMatch(@"\bp[atybxlr]-\d", layout.Find(".mud-main-content").ClassName);
    }

    [Fact]
    public async Task ThemeSwitch_WhenClicked_IsRemembered()
    {
        await using var context = new ReviewerContext();
        var layout = context.Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, Body("hello")));

        await layout.Test("theme-switch").ClickAsync();

        Assert.Equal("Light theme", layout.Test("theme-switch").GetAttribute("aria-label"));
        Assert.Contains(context.JSInterop.Invocations, call => call.Identifier == "certWorkflows.rememberDark" && call.Arguments[0] is true);
    }

    [Fact]
    public async Task Page_WhenItBreaks_LeavesTheLayoutStanding()
    {
        await using var context = new ReviewerContext();
        RenderFragment broken = _ => throw new InvalidOperationException("broken");

        var layout = context.Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, broken));

        Assert.True(layout.Has("page-error"));
        Assert.True(layout.Has("logout"));
    }

    private static RenderFragment Body(string text) => builder => builder.AddContent(0, text);
}
