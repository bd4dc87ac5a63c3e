using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Refunds;

/// <summary>What of the refund rules is configuration.</summary>
public sealed class RefundOptions
{
    public const string Section = "Refunds";

    /// <summary>Above this amount (CNY) two different reviewers must approve (decision of section 5); default 5000.00, at least 0.</summary>
    public decimal SecondReviewerAbove { get; set; } = 5000m;
}

internal sealed class RefundOptionsValidator : IValidateOptions<RefundOptions>
{
    public ValidateOptionsResult Validate(string? name, RefundOptions options) =>
        options.SecondReviewerAbove >= 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Refunds:SecondReviewerAbove is {options.SecondReviewerAbove}; allowed are 0 and more (CNY).");
}
