using CertWorkflows.Application.Effects;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Scenarios;

/// <summary>A CA that revokes as the test says; it notes what it is asked.</summary>
internal sealed class CaDouble : IEffectHandler
{
    public string Kind => "ca-revoke";

    public List<EffectRequest> Requests { get; } = [];

    /// <summary>What it answers; it revokes at once unless it is told otherwise.</summary>
    public Func<EffectRequest, EffectOutcome> Answer { get; set; } = Revoked;

    public static EffectOutcome Revoked(EffectRequest request) =>
        new EffectOutcome.Succeeded(new System.Text.Json.Nodes.JsonObject { ["revokedAt"] = request.Now.ToString("O") });

    public static EffectOutcome WorksOnIt(EffectRequest request) => new EffectOutcome.Accepted("request-1", TimeSpan.FromMinutes(30));

    public static EffectOutcome Refuses(EffectRequest request) => new EffectOutcome.Rejected("unknown-serial", "The CA does not know it.");

    public Task<EffectOutcome> SendAsync(EffectRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return Task.FromResult(Answer(request));
    }

    /// <summary>Takes the place of the connector for this kind.</summary>
    public void Replace(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var others = provider.GetServices<IEffectHandler>().Where(handler => handler.Kind != Kind);
        return ActivatorUtilities.CreateInstance<EffectSender>(provider, (IEnumerable<IEffectHandler>)[.. others, this]);
    });
}
