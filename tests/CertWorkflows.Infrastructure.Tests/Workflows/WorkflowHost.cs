using CertWorkflows.Application;
using CertWorkflows.Application.Effects;
using CertWorkflows.Domain.Calendar;
using CertWorkflows.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Infrastructure.Tests.Workflows;

/// <summary>What a node of the tests needs to run workflows besides its database.</summary>
internal static class WorkflowHost
{
    public static IServiceCollection AddWorkflows(this IServiceCollection services, IEnumerable<KeyValuePair<string, string?>>? settings = null) =>
        services.AddApplication(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build())
            .AddSingleton<ISealedTexts, PlainTexts>()
            .AddSingleton(BusinessCalendar.MainlandChina(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")));
}
