using System.Text;
using CertWorkflows.Application.Access;
using CertWorkflows.Client;
using CertWorkflows.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace CertWorkflows.Server.Exports;

/// <summary>
/// Lists as files: <c>?format=csv</c> answers all pages of what the filters find, one after the other, as they are read. The list's own handler
/// reads them, so that a file has what the pages have.
/// </summary>
internal static class CsvExport
{
    private const string ContentType = "text/csv";
    private const int PageSize = 200;

    /// <param name="list">The endpoint; it answers <c>Ok&lt;Page&lt;T&gt;&gt;</c> and takes a <see cref="PageQuery"/> as its first parameter.</param>
    /// <param name="name">The file's name, without its ending.</param>
    public static RouteHandlerBuilder ExportsCsv<T>(this RouteHandlerBuilder list, string name) => list
        .AddEndpointFilter((context, next) => FilterAsync<T>(name, context, next))
        .Produces<Page<T>>(StatusCodes.Status200OK, "application/json", ContentType)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "format",
                In = ParameterLocation.Query,
                Description = "csv: all that is found as a file, without limit and cursor.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["csv"] },
            });
            return Task.CompletedTask;
        });

    private static async ValueTask<object?> FilterAsync<T>(string name, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var query = context.HttpContext.Request.Query;
        switch (query["format"].ToArray())
        {
            case []:
                return await next(context);
            case ["csv"] when !query.ContainsKey("limit") && !query.ContainsKey("cursor"):
                // The first page is read before anything is sent: what is wrong with the filters is still said with a status.
                var answer = await AskAsync(null);
                return answer is Ok<Page<T>> { Value: { } first } ? new CsvFile<T>(name, first, ReadAsync) : answer;
            case ["csv"]:
                throw new InvalidInputException("format", "A file has all pages; leave out limit and cursor.");
            default:
                throw new InvalidInputException("format", "Only csv is possible; leave it out for JSON.");
        }

        ValueTask<object?> AskAsync(string? cursor)
        {
            context.Arguments[0] = new PageQuery(PageSize, cursor);
            return next(context);
        }

        async Task<Page<T>> ReadAsync(string? cursor) => ((Ok<Page<T>>)(await AskAsync(cursor))!).Value!;
    }

    private sealed class CsvFile<T>(string name, Page<T> first, Func<string?, Task<Page<T>>> read) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var response = context.Response;
            response.ContentType = $"{ContentType}; charset=utf-8; header=present";
            response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
            response.Headers.CacheControl = "no-store";
            await response.WriteAsync("\uFEFF" + CsvText.Row(CsvColumns<T>.Names), Encoding.UTF8, context.RequestAborted);
            for (var page = first; ; page = await read(page.NextCursor))
            {
                await response.WriteAsync(
                    string.Concat(page.Items.Select(item => CsvText.Row(CsvColumns<T>.CellsOf(item)))), Encoding.UTF8, context.RequestAborted);
                if (page.NextCursor is null)
                {
                    return;
                }
            }
        }
    }
}
