using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>What an analyst does in Elsa Studio, with mouse and keyboard.</summary>
internal sealed class Studio(Visit visit)
{
    /// <summary>Wide enough for palette, canvas and properties.</summary>
    public const int Width = 1600;

    public const string Definitions = "designer/workflows/definitions";

    public const string Instances = "designer/workflows/instances";

    private const int SaveButton = 3;
    private const int PublishButton = 4;
    private const int DrawingAttempts = 5;

    public Visit Visit => visit;

    public ILocator Nodes => visit.Page.Locator(".elsa-activity");

    public ILocator Rows => visit.Page.Locator(".mud-table-body tr");

    public ILocator Journal => visit.Page.Locator(".mud-timeline-item");

    public ILocator Messages => visit.Page.Locator(".mud-snackbar");

    private ILocator Toolbar => visit.Page.Locator(".mud-toolbar", new() { HasText = "Auto-save" });

    private ILocator Canvas => visit.Page.Locator(".graph-container").First;

    public async Task OpenAsync(string definition, string user = "anna")
    {
        await visit.LogInAsync(user, $"{Definitions}/{definition}/edit");
        await Assertions.Expect(Nodes.First).ToBeVisibleAsync();
    }

    /// <summary>By its title on the canvas, after the whole workflow was brought into sight.</summary>
    public async Task SelectAsync(string title)
    {
        var node = Nodes.Filter(new() { HasText = title }).First;
        await Toolbar.GetByRole(AriaRole.Button).First.ClickAsync();
        var (x, y) = await CentreAsync(node);
        await visit.Page.Mouse.ClickAsync(x, y);
    }

    public async Task DragFromPaletteAsync(string category, string activity, float x, float y)
    {
        var count = await Nodes.CountAsync();
        var item = visit.Page.Locator("[draggable=true]", new() { HasText = activity }).First;
        if (!await item.IsVisibleAsync())
        {
            await visit.Page.Locator(".mud-expand-panel-header", new() { HasTextString = category }).First.ClickAsync();
        }

        await SavedAfterAsync(() => item.DragToAsync(Canvas, new() { TargetPosition = new() { X = x, Y = y } }));
        await Assertions.Expect(Nodes).ToHaveCountAsync(count + 1);
    }

    /// <summary>Draws a connection with the mouse, from an outcome of one node to another; both by their number on the canvas. While Studio is
    /// still drawing what changed before, it lets go of the mouse, and a person would try again.</summary>
    public async Task ConnectAsync(int from, string outcome, int to)
    {
        var edges = visit.Page.Locator(".x6-edge");
        var count = await edges.CountAsync();
        for (var attempt = 1; attempt <= DrawingAttempts && await edges.CountAsync() == count; attempt++)
        {
            var start = await CentreAsync(visit.Page.Locator($".x6-port-body[port='{outcome}']").Nth(from));
            var end = await CentreAsync(visit.Page.Locator(".x6-port-body[port='In']").Nth(to));
            await visit.Page.Mouse.MoveAsync(start.X, start.Y);
            await FramesAsync();
            await visit.Page.Mouse.DownAsync();
            await visit.Page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 5 });
            await visit.Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 5 });
            await FramesAsync();
            await visit.Page.Mouse.UpAsync();
            await FramesAsync();
        }

        await Assertions.Expect(edges).ToHaveCountAsync(count + 1);
    }

    /// <summary>A field of the selected activity or of the workflow.</summary>
    public ILocator Field(string label) => visit.Page.Locator(".mud-input-control", new() { Has = visit.Page.GetByText(label, new() { Exact = true }) }).Last;

    public async Task FillAsync(string label, string value)
    {
        var input = Field(label).Locator("input, textarea").First;
        await input.FillAsync(value);
        await input.BlurAsync();
    }

    /// <summary>Replaces what stands in a code editor, as pasting does: typing would close brackets by itself.</summary>
    public async Task TypeCodeAsync(string label, string code)
    {
        await Field(label).Locator(".monaco-editor .view-lines").ClickAsync();
        await visit.Page.EvaluateAsync("code => monaco.editor.getEditors().find(editor => editor.hasTextFocus()).setValue(code)", code);
    }

    public Task<IResponse> SaveAsync() => SavedAfterAsync(() => Toolbar.GetByRole(AriaRole.Button).Nth(SaveButton).ClickAsync());

    public Task<IResponse> PublishAsync() => SavedAfterAsync(() => Toolbar.GetByRole(AriaRole.Button).Nth(PublishButton).ClickAsync());

    public Task RunAsync() => Toolbar.GetByRole(AriaRole.Button).Last.ClickAsync();

    /// <summary>The answer to the save that an action brings about.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="content">What the save holds since then: one of before may still be under way.</param>
    public Task<IResponse> SavedAfterAsync(Func<Task> action, string content = "") => visit.Page.RunAndWaitForResponseAsync(
        action,
        response => response.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal)
            && response.Request.PostData?.Contains(content, StringComparison.Ordinal) == true);

    public async Task CreateAsync(string name)
    {
        await Assertions.Expect(Rows.First).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).ClickAsync();
        var dialog = visit.Page.Locator(".mud-dialog");
        await dialog.Locator("input").First.FillAsync(name);
        await dialog.Locator("input").First.BlurAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ok" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/edit");
        await Assertions.Expect(Canvas).ToBeVisibleAsync();
    }

    /// <summary>Where an element is once it has come to rest.</summary>
    private async Task<(float X, float Y)> CentreAsync(ILocator element)
    {
        LocatorBoundingBoxResult? before = null;
        for (; ; )
        {
            var now = (await element.BoundingBoxAsync())!;
            if (before is not null && before.X == now.X && before.Y == now.Y)
            {
                return (now.X + now.Width / 2, now.Y + now.Height / 2);
            }

            before = now;
            await FramesAsync();
        }
    }

    /// <summary>Lets the page draw what it has to.</summary>
    private Task<System.Text.Json.JsonElement?> FramesAsync() => visit.Page.EvaluateAsync(
        "async () => { for (let i = 0; i < 10; i++) await new Promise(done => requestAnimationFrame(done)); }");
}
