namespace CertWorkflows.Client;

/// <summary>What can be bought, and for how much (section 2).</summary>
public sealed record CatalogueDto
{
    /// <summary>The products, in the order of the catalogue file.</summary>
    public required IReadOnlyList<ProductDto> Products { get; init; }
}

/// <summary>Something that can be bought.</summary>
public sealed record ProductDto
{
    /// <summary>What an order's item names as <c>product</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The family.</summary>
    public required ProductFamily Family { get; init; }

    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>The price of one unit: a year, a use, or a certificate's hosting.</summary>
    public required MoneyDto Price { get; init; }

    /// <summary>Certificates: the root CA's brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Certificates: the validation level.</summary>
    public ValidationLevel? Validation { get; init; }

    /// <summary>Certificates: whether it covers all names below the domain.</summary>
    public bool? Wildcard { get; init; }

    /// <summary>Certificates: how many domains the price covers.</summary>
    public int? Domains { get; init; }

    /// <summary>Certificates: free or paid.</summary>
    public ProductKind? Kind { get; init; }

    /// <summary>Certificates: the years that can be bought; packages: always 1.</summary>
    public IReadOnlyList<int>? Years { get; init; }

    /// <summary>Packages: the edition.</summary>
    public string? Edition { get; init; }

    /// <summary>Packages: queries per second.</summary>
    public int? Qps { get; init; }

    /// <summary>Extension service: the sizes of the lots.</summary>
    public IReadOnlyList<int>? Lots { get; init; }
}
