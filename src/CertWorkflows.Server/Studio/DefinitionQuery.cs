using CertWorkflows.Application.Access;
using CertWorkflows.Application.Definitions;
using Microsoft.AspNetCore.Mvc;

namespace CertWorkflows.Server.Studio;

/// <summary>What Studio's list of definitions can be asked. Without a page everything is answered, as Studio counts on.</summary>
internal sealed class DefinitionQuery
{
    private const int MaxPageSize = 1000;
    private const string Materializer = "Json";
    private const string SystemMark = "\"isSystem\":true";

    [FromQuery] public string? VersionOptions { get; init; }

    [FromQuery] public string? Page { get; init; }

    [FromQuery] public string? PageSize { get; init; }

    [FromQuery] public string? SearchTerm { get; init; }

    [FromQuery] public string? IsSystem { get; init; }

    [FromQuery] public string[] DefinitionIds { get; init; } = [];

    [FromQuery] public string[] Ids { get; init; } = [];

    [FromQuery] public string? MaterializerName { get; init; }

    [FromQuery] public string[] Labels { get; init; } = [];

    [FromQuery] public string? OrderBy { get; init; }

    [FromQuery] public string? OrderDirection { get; init; }

    public IQueryable<DefinitionVersion> Apply(IQueryable<DefinitionVersion> versions)
    {
        versions = versions.Choose(VersionOptions);
        if (DefinitionIds.Length > 0)
        {
            versions = versions.Where(d => DefinitionIds.Contains(d.DefinitionId));
        }

        if (Ids.Length > 0)
        {
            versions = versions.Where(d => Ids.Contains(d.Id));
        }

        if (!string.IsNullOrEmpty(SearchTerm))
        {
            versions = versions.Where(TextSearch.In<DefinitionVersion>(SearchTerm, null, d => d.Id, d => d.DefinitionId, d => d.Name, d => d.Description));
        }

        // stored without white space, and quotes inside texts are escaped: the member is found by its text
        versions = StudioParameters.Flag(nameof(IsSystem), IsSystem) switch
        {
            true => versions.Where(d => d.Json.Contains(SystemMark)),
            false => versions.Where(d => !d.Json.Contains(SystemMark)),
            null => versions,
        };

        // every definition here is made of JSON, and none has labels
        var none = Labels.Length > 0
            || (!string.IsNullOrEmpty(MaterializerName) && !Materializer.Equals(MaterializerName, StringComparison.OrdinalIgnoreCase));
        return none ? versions.Where(_ => false) : versions;
    }

    public IQueryable<DefinitionVersion> PageOf(IQueryable<DefinitionVersion> versions)
    {
        var descending = StudioParameters.IsDescending(OrderDirection);
        var ordered = OrderBy?.ToUpperInvariant() switch
        {
            null or "" or "NAME" => descending ?? false
                ? versions.OrderByDescending(d => d.Name).ThenByDescending(d => d.Id)
                : versions.OrderBy(d => d.Name).ThenBy(d => d.Id),
            "CREATED" => descending ?? true
                ? versions.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id)
                : versions.OrderBy(d => d.CreatedAt).ThenBy(d => d.Id),
            "VERSION" => descending ?? true
                ? versions.OrderByDescending(d => d.Version).ThenByDescending(d => d.Id)
                : versions.OrderBy(d => d.Version).ThenBy(d => d.Id),
            _ => throw new InvalidInputException("OrderBy", $"'{OrderBy}' is none of Name, Created, Version."),
        };
        if (string.IsNullOrEmpty(Page) && string.IsNullOrEmpty(PageSize))
        {
            return ordered;
        }

        var size = StudioParameters.Number(nameof(PageSize), PageSize, 1, MaxPageSize, MaxPageSize);
        return ordered.Skip(StudioParameters.Number(nameof(Page), Page, 0, int.MaxValue / MaxPageSize, 0) * size).Take(size);
    }
}
