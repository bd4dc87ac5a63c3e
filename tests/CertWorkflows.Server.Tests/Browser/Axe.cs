using Microsoft.Playwright;

namespace CertWorkflows.Server.Tests.Browser;

/// <summary>
/// axe-core, which looks at a page for what keeps people out. It comes into the page by the browser's own protocol, so that the page's policy
/// stays as strict as it is for users.
/// </summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() => File.ReadAllText(ScriptFile));

    // Colours are compared where they have come to rest. Targets that are too small are WCAG 2.2's, which axe leaves out unless asked.
    private const string Look = """
        async () => {
          const still = document.createElement('style');
          still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important; }';
          document.head.append(still);
          try {
            const found = await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } });
            return found.violations
              .filter(broken => broken.impact === 'serious' || broken.impact === 'critical')
              .map(broken => `${broken.impact}: ${broken.id}: ${broken.help}\n` + broken.nodes.slice(0, 5)
                .map(node => `  ${node.target.join(' ')}\n    ${node.html.slice(0, 200)}\n    ${node.failureSummary.replaceAll('\n', '\n    ')}`)
                .join('\n') + (broken.nodes.length > 5 ? `\n  and ${broken.nodes.length - 5} more` : ''))
              .join('\n');
          } finally {
            still.remove();
          }
        }
        """;

    private static string ScriptFile => Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>Skips the test where it was not fetched, unless browsers are required.</summary>
    public static void SkipWhenMissing()
    {
        const string Missing = "axe-core was not fetched: build the tests without -p:FetchAxe=false, with Node.js installed.";
        Assert.False(!File.Exists(ScriptFile) && Chromium.IsRequired, Missing);
        Assert.SkipUnless(File.Exists(ScriptFile), Missing);
    }

    /// <summary>The serious and critical violations of the present page: rule, where, and why.</summary>
    public static async Task<string> LookAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }

        return await page.EvaluateAsync<string>(Look);
    }
}
