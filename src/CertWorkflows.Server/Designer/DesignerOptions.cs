using Microsoft.Extensions.Options;

namespace CertWorkflows.Server.Designer;

/// <summary>Where the designer's files are. Section <c>Designer</c>.</summary>
internal sealed class DesignerOptions
{
    public const string Section = "Designer";

    /// <summary>The folder with <c>shell/</c> and <c>node_modules/</c>; default: <c>designer/</c> beside the program or in the checkout.</summary>
    public string? Folder { get; set; }
}

internal sealed class DesignerOptionsValidator : IValidateOptions<DesignerOptions>
{
    public ValidateOptionsResult Validate(string? name, DesignerOptions options) => options.Folder is { } folder && !Directory.Exists(folder)
        ? ValidateOptionsResult.Fail($"Designer__Folder is '{folder}', which is no folder.")
        : ValidateOptionsResult.Success;
}
