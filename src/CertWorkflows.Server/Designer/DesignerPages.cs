using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Designer;

/// <summary>The genuine Elsa Studio at <c>/designer</c>, in a page of ours.</summary>
internal static class DesignerPages
{
    private const string Base = "/designer";

    private static readonly string[] Readings = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Addresses that are pages; anything else below the base is a file or missing.</summary>
    private static readonly string[] Pages =
    [
        "", "signed-in", "workflows/definitions", "workflows/definitions/{id}/edit", "workflows/definitions/{id}/test-run",
        "workflows/definitions/{id}/compare", "workflows/instances", "workflows/instances/{id}/view",
    ];

    public static IServiceCollection AddDesigner(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DesignerOptions>().Bind(configuration.GetSection(DesignerOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DesignerOptions>, DesignerOptionsValidator>();
        return services.AddSingleton<DesignerFiles>();
    }

    public static void MapDesigner(this WebApplication app)
    {
        var designer = app.MapGroup("").ExcludeFromDescription();
        foreach (var page in Pages)
        {
            designer.MapMethods($"{Base}/{page}", Readings, Page);
        }

        designer.MapMethods($"{Base}/{{**path}}", Readings, File);
    }

    private static IResult Page(HttpContext context, DesignerFiles files) => files is { HasStudio: true, Index: { } index }
        ? index.Answer(context)
        : Missing("Elsa Studio's files are missing. They are fetched when the server is built where Node.js 20 with npm is installed: see docs/designer.md.");

    private static IResult File(string path, HttpContext context, DesignerFiles files) =>
        files.File(path)?.Answer(context) ?? Missing($"The designer has no page and no file '{path}'.");

    private static ProblemHttpResult Missing(string detail) => TypedResults.Problem(Problems.Create(StatusCodes.Status404NotFound, "not-found", detail));
}
