using Bunit;
using CertWorkflows.Reviewer.Session;

namespace CertWorkflows.Reviewer.Tests.Session;

public class LoginPageTests
{
    [Fact]
    public async Task Login_WhenShown_PostsNamedLabelledFieldsWithTheAntiforgeryToken()
    {
        await using var context = new ReviewerContext();
        context.Navigation.NavigateTo("login?returnUrl=tasks%2Ft1");

        var page = context.Render<LoginPage>();

        Assert.Equal(("post", "session"), (page.Find("form").GetAttribute("method"), page.Find("form").GetAttribute("action")));
        Assert.Equal("username", page.Test("login-username").GetAttribute("name"));
        Assert.Equal("password", page.Test("login-password").GetAttribute("type"));
        Assert.Equal("submit", page.Test("login-submit").GetAttribute("type"));
        Assert.Equal("tasks/t1", page.Find("input[name=returnUrl]").GetAttribute("value"));
        Assert.NotNull(page.Find("input[name=__RequestVerificationToken]"));
        Assert.Equal(["username", "password"], page.FindAll("label").Select(label => label.GetAttribute("for")));
        Assert.False(page.Has("login-error"));
    }

    [Theory]
    [InlineData("en", "invalid-credentials", "User name or password is wrong.")]
    [InlineData("zh-Hans", "invalid-credentials", "用户名或密码错误。")]
    [InlineData("en", "made-up", "Logging in is not possible at the moment. Try again later.")]
    public async Task Login_AfterARefusal_SaysWhy(string culture, string error, string text)
    {
        await using var context = new ReviewerContext(culture);
        context.Navigation.NavigateTo($"login?error={error}");

        var page = context.Render<LoginPage>();

        Assert.Equal(text, page.Test("login-error").TextContent.Trim());
    }

    [Theory]
    [InlineData("en", "中文", "session/language/zh-Hans?returnUrl=login%3Ferror%3Dx")]
    [InlineData("zh-Hans", "English", "session/language/en?returnUrl=login%3Ferror%3Dx")]
    public async Task LanguageSwitch_WhenShown_OffersTheOtherLanguageAndComesBack(string culture, string name, string href)
    {
        await using var context = new ReviewerContext(culture);
        context.Navigation.NavigateTo("login?error=x");

        var link = context.Render<LoginPage>().Test("language-switch");

        Assert.Equal((name, href), (link.TextContent, link.GetAttribute("href")));
    }
}
