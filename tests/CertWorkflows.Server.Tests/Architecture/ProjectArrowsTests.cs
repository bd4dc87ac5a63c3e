using System.Xml.Linq;

namespace CertWorkflows.Server.Tests.Architecture;

/// <summary>The arrows between projects are those of the layout and no others; read from the project files.</summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Engine"] = [],
        ["Application"] = ["Domain", "Engine"],
        ["Infrastructure"] = ["Application"],
        ["Client"] = [],
        ["Reviewer"] = ["Client"],
        ["Server"] = ["Application", "Client", "Domain", "Engine", "Infrastructure", "Reviewer"],
    };

    /// <summary>Packages that a pure project may use; analyzers are given to every project.</summary>
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Domain"] = ["Stateless"],
        ["Engine"] = ["Cronos", "DotLiquid", "Jint"],
        ["Client"] = [],
    };

    [Fact]
    public void Projects_AsTheyAre_HaveOnlyAllowedArrows()
    {
        var folder = Path.Combine(Repository.Root, "src");
        var found = Directory.GetDirectories(folder)
            .Select(d => Path.Combine(d, Path.GetFileName(d) + ".csproj"))
            .Select(f => (Name: ShortName(f), Project: XDocument.Load(f)))
            .ToList();
        Assert.Equal(Allowed.Keys.Order(), found.Select(p => p.Name).Order());
        Assert.Empty(found.SelectMany(p => Violations(p.Name, p.Project)));
    }

    [Fact]
    public void Projects_WithAPlantedArrow_AreReported()
    {
        var planted = XDocument.Parse(
            """<Project><ItemGroup><ProjectReference Include="../CertWorkflows.Engine/CertWorkflows.Engine.csproj" /><PackageReference Include="Quartz" /></ItemGroup></Project>""");
        Assert.Equal(["Domain must not refer to Engine", "Domain must not use the package Quartz"], Violations("Domain", planted));
    }

    private static IEnumerable<string> Violations(string name, XDocument project)
    {
        foreach (var reference in project.Descendants("ProjectReference").Select(r => ShortName(r.Attribute("Include")!.Value)))
        {
            if (!Allowed[name].Contains(reference))
            {
                yield return $"{name} must not refer to {reference}";
            }
        }

        if (AllowedPackages.TryGetValue(name, out var packages))
        {
            foreach (var package in project.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value))
            {
                if (!packages.Contains(package))
                {
                    yield return $"{name} must not use the package {package}";
                }
            }
        }
    }

    private static string ShortName(string projectFile) => Path.GetFileNameWithoutExtension(projectFile).Split('.')[^1];
}
