using CertWorkflows.Engine.Expressions;
using Microsoft.Extensions.Options;

namespace CertWorkflows.Application.Definitions;

/// <summary>The limits of scripts and templates as <c>Expressions__…</c> set them; all that are out of range are named at the start.</summary>
internal sealed class ExpressionLimitsValidator : IValidateOptions<ExpressionLimits>
{
    public const string Section = "Expressions";

    public ValidateOptionsResult Validate(string? name, ExpressionLimits options) =>
        options.Validate() is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems.Select(problem => $"{Section}: {problem}"))
            : ValidateOptionsResult.Success;
}
