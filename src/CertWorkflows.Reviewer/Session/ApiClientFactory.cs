using System.Globalization;
using CertWorkflows.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Reviewer.Session;

/// <summary>Makes the API client of one circuit: pooled connections, the circuit's user, the circuit's language.</summary>
internal static class ApiClientFactory
{
    public static CertWorkflowsClient Create(IServiceProvider provider, Uri apiBase)
    {
        var session = provider.GetRequiredService<ReviewerSession>();
        var pooled = provider.GetRequiredService<IHttpMessageHandlerFactory>()
            .CreateHandler(ReviewerHosting.ApiHttpClientName);
        var http = new HttpClient(new CredentialHandler(session.CredentialAsync) { InnerHandler = pooled }, disposeHandler: false)
        {
            BaseAddress = apiBase,
        };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
        return new CertWorkflowsClient(http);
    }
}
