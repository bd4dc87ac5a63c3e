using System.Net.Http.Headers;
using System.Xml.Linq;
using CertWorkflows.Domain;
using CertWorkflows.Server.Tests.Api;

namespace CertWorkflows.Server.Tests.Diagrams;

/// <summary>The picture of a state machine, as far as a reader of its SVG can see it.</summary>
public sealed class LifecycleTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. LifecycleGraph.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Machine_DrawnInEitherLanguage_ShowsEachStateOnceAndNoneOverAnother(string kind)
    {
        foreach (var language in new[] { "en", "zh-Hans" })
        {
            var picture = await DrawAsync($"{kind}.svg", language);
            var states = picture.Descendants(Svg + "g").Where(g => g.Attribute("data-state") is not null).ToList();

            Assert.Equal(
                LifecycleGraph.Of(kind)!.States.Order(StringComparer.Ordinal),
                states.Select(g => g.Attribute("data-state")!.Value).Order(StringComparer.Ordinal));
            Assert.Equal(states.Count, states.Select(g => (g.Element(Svg + "rect")!.Attribute("x")!.Value, g.Element(Svg + "rect")!.Attribute("y")!.Value)).Distinct().Count());
            Assert.DoesNotContain(picture.Descendants(Svg + "g"), g => (string?)g.Attribute("class") is "present" or "next" or "leaving");
        }
    }

    [Fact]
    public async Task State_Drawn_IsLitWithWhatMayFollowAndNamedInWords()
    {
        var picture = await DrawAsync("refund.svg?state=underReview", "en");
        Assert.Equal(["underReview"], Lit(picture, "present"));
        Assert.Equal(["approved", "cancelled", "expiredBeforeDecision", "rejected"], Lit(picture, "next"));
        Assert.Equal(
            "Refund: now under review. From here: approved, rejected, cancelled, expired before decision.", picture.Attribute("aria-label")!.Value);

        var last = await DrawAsync("refund.svg?state=paid", "zh-Hans");
        Assert.Empty(Lit(last, "next"));
        Assert.EndsWith("不再变化。", last.Attribute("aria-label")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownKindOrState_Asked_IsRefusedByName()
    {
        var caller = await host.AsAsync("caller");
        (await caller.ReadAsync("lifecycles/parcel.svg")).IsProblem(404, "not-found");
        (await caller.ReadAsync("lifecycles/refund.svg?state=UnderReview")).IsProblem(400, "invalid-request");
        (await (await host.AsAsync("admin")).ReadAsync("lifecycles/refund.svg")).IsProblem(403, "forbidden");
    }

    private static IEnumerable<string> Lit(XElement picture, string look) => picture.Descendants(Svg + "g")
        .Where(g => (string?)g.Attribute("class") == look).Select(g => g.Attribute("data-state")!.Value).Order(StringComparer.Ordinal);

    private async Task<XElement> DrawAsync(string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/lifecycles/{path}", UriKind.Relative));
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        using var answer = await (await host.AsAsync("caller")).SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((200, "image/svg+xml"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return XElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
