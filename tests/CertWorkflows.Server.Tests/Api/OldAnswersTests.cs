using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using CertWorkflows.Server.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CertWorkflows.Server.Tests.Api;

public sealed class OldAnswersTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Answers_OlderThanTwoDays_AreDeletedAndYoungerOnesStay()
    {
        await using var host = await ApiHost.StartAsync();
        var store = host.Services.GetRequiredService<IWorkflowStore>();
        var limit = ApiHost.Start - OldAnswers.Kept;
        await using var db = store.Open();
        db.Answers.AddRange(Enumerable.Range(0, 1_201).Select(i => Answer($"old-{i}", limit - Moment)));
        db.Answers.Add(Answer("young", limit));
        await store.CommitAsync(db, TestContext.Current.CancellationToken);

        Assert.Equal(1_201, await host.Services.GetRequiredService<OldAnswers>().DeleteAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["young"], await db.Answers.AsNoTracking().Select(a => a.Key).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static StoredAnswer Answer(string key, DateTimeOffset at) =>
        new() { Caller = "caller", Key = key, RequestHash = "hash", Status = 201, Body = "{}", CreatedAt = at };
}
