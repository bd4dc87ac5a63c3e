using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>All activities on the canvas; what stands in them is drawn when it is in sight.</summary>
    public ILocator Nodes => visit.Page.Locator(".x6-node foreignObject");

    public ILocator Drawn => visit.Page.Locator(".x6-node .elsa-activity");

    public ILocator Edges => visit.Page.Locator(".x6-edge");

    public ILocator Port(string outcome) => visit.Page.Locator($".x6-port-body[port='{outcome}']");

    public ILocator Rows => visit.Page.Locator(".mud-table-body tr");

    public ILocator Journal => visit.Page.Locator(".mud-timeline-item");

    public ILocator Messages => visit.Page.Locator(".mud-snackbar");

    private ILocator Toolbar => visit.Page.Locator(".mud-toolbar", new() { HasText = "Auto-save" });

    private ILocator Canvas => visit.Page.Locator(".graph-container").First;

    public async Task OpenAsync(string definition, string user = "anna")
    {
        await visit.LogInAsync(user, $"{Definitions}/{definition}/edit");
        await Assertions.Expect(Drawn.First).ToBeVisibleAsync();
    }

    /// <summary>By its title on the canvas, after the whole workflow was brought into sight.</summary>
    public async Task SelectAsync(string title, bool fit = true)
    {
        var node = Drawn.Filter(new() { HasText = title }).First;
        if (fit)
        {
            await Toolbar.GetByRole(AriaRole.Button).First.ClickAsync();
        }

        var (x, y) = await CentreAsync(node);
        await visit.Page.Mouse.ClickAsync(x, y);
    }

    /// <summary>Brings all of the viewer's canvas into sight, as far as that goes.</summary>
    public Task FitViewerAsync() => visit.Page.Locator(".mud-toolbar").Last.GetByRole(AriaRole.Button).First.ClickAsync();

    /// <summary>Moves the canvas by so many pixels.</summary>
    public async Task PanAsync(float right, float down)
    {
        var blank = await Canvas.EvaluateAsync<float[]>("""
            canvas => {
              const box = canvas.getBoundingClientRect();
              for (let y = box.y + 5; ; y += 5) {
                if (document.elementFromPoint(box.x + 10, y).closest(".x6-node, .x6-edge") === null) { return [box.x + 10, y]; }
              }
            }
            """);
        await visit.Page.Mouse.MoveAsync(blank[0], blank[1]);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(blank[0] + right, blank[1] + down, new() { Steps = 3 });
        await visit.Page.Mouse.UpAsync();
        await FramesAsync();
    }

    /// <summary>Whether an activity bears a number of how often it ran.</summary>
    public async Task<bool> BadgeAsync(string activityId) =>
        (await visit.Page.Locator($".x6-node[data-cell-id='{activityId}'] .mud-badge").AllInnerTextsAsync()).Any(text => text.Any(char.IsDigit));

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
        var count = await Edges.CountAsync();
        for (var attempt = 1; attempt <= DrawingAttempts && await Edges.CountAsync() == count; attempt++)
        {
            var start = await CentreAsync(Port(outcome).Nth(from));
            var end = await CentreAsync(Port("In").Nth(to));
            await visit.Page.Mouse.MoveAsync(start.X, start.Y);
            await FramesAsync();
            await visit.Page.Mouse.DownAsync();
            await visit.Page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 5 });
            await visit.Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 5 });
            await FramesAsync();
            await visit.Page.Mouse.UpAsync();
            await FramesAsync();
        }

        await Assertions.Expect(Edges).ToHaveCountAsync(count + 1);
    }

    /// <summary>A field of the selected activity or of the workflow.</summary>
    public ILocator Field(string label) => visit.Page.Locator(".mud-input-control", new() { Has = visit.Page.GetByText(label, new() { Exact = true }) }).Last;

    public async Task FillAsync(string label, string value)
    {
        var input = Field(label).Locator("input, textarea").First;
        await input.FillAsync(value);
        await input.BlurAsync();
    }

    /// <summary>Takes one of a drop-down's list.</summary>
    public async Task ChooseAsync(string label, string choice)
    {
        await Field(label).Locator(".mud-input").First.ClickAsync();
        await visit.Page.Locator(".mud-popover-open").GetByText(choice, new() { Exact = true }).ClickAsync();
    }

    public Task CheckAsync(string label) => Field(label).Locator("input[type=checkbox]").First.CheckAsync();

    /// <summary>Adds a text to a list of texts.</summary>
    public async Task AddAsync(string label, string text)
    {
        var input = Field(label).Locator("input").First;
        await input.FillAsync(text);
        await input.PressAsync("Enter");
    }

    /// <summary>Has the value worked out by an expression, or not any more.</summary>
    public async Task SwitchAsync(string label, string syntax)
    {
        await visit.Page.Locator(".flex-row", new() { Has = Field(label) }).Last.GetByRole(AriaRole.Button).Last.ClickAsync();
        await visit.Page.Locator(".mud-popover-open").GetByText(syntax, new() { Exact = true }).ClickAsync();
    }

    /// <summary>Chooses from the menu beside Publish.</summary>
    public async Task MenuAsync(string item)
    {
        await Toolbar.GetByRole(AriaRole.Button).Nth(PublishButton + 1).ClickAsync();
        await visit.Page.Locator(".mud-popover-open").GetByText(item, new() { Exact = true }).ClickAsync();
    }

    /// <summary>The JSON that the menu's Export downloads.</summary>
    public async Task<JsonObject> ExportAsync()
    {
        await MenuAsync("Export");
        var confirm = visit.Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Export" });
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => confirm.ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        return (await JsonNode.ParseAsync(content))!.AsObject();
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
    private Task<JsonElement?> FramesAsync() => visit.Page.EvaluateAsync(
        "async () => { for (let i = 0; i < 10; i++) await new Promise(done => requestAnimationFrame(done)); }");
}
