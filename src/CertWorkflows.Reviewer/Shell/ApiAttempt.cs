using System.Net;
using CertWorkflows.Client;
using CertWorkflows.Reviewer.Language;
using CertWorkflows.Reviewer.Session;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>Calls the API for a page and turns what goes wrong into words.</summary>
internal sealed class ApiAttempt(NavigationManager navigation, IStringLocalizer<Texts> texts)
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoErrors = [];

    /// <summary>Runs a call. A session that is over leads to the login page.</summary>
    /// <returns>What to tell the user; null when all went well, or when the user left the page meanwhile.</returns>
    public async Task<ShownProblem?> RunAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ApiException refused)
        {
            if (refused.Status == HttpStatusCode.Unauthorized)
            {
                LeaveForLogin();
            }

            return Shown(refused);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or { InnerException: TimeoutException })
        {
            return new ShownProblem("", texts["Problem.unreachable"], null, null, NoErrors);
        }
        catch (Exception gone) when (gone is OperationCanceledException or JSDisconnectedException)
        {
            return null; // the page is gone, nobody is there to be told
        }
    }

    private void LeaveForLogin()
    {
        var here = navigation.ToBaseRelativePath(navigation.Uri);
        if (!here.StartsWith("login", StringComparison.Ordinal)) // the page's other calls are refused too, and come here as well
        {
            navigation.NavigateTo(LoginUrl.For(here)[2..], forceLoad: true);
        }
    }

    /// <summary>What to tell of a problem, in the user's language where we know it.</summary>
    public string TextOf(ProblemDto problem)
    {
        var known = texts[$"Problem.{problem.Code}", (problem.Winner ?? problem.Holder)?.DisplayName ?? "?"];
        return known.ResourceNotFound ? problem.Detail ?? problem.Title ?? texts["Problem.unknown"].Value : known.Value;
    }

    private ShownProblem Shown(ApiException refused)
    {
        var problem = refused.Problem;
        var text = TextOf(problem);
        var operatorsCanHelp = (int)refused.Status >= 500;
        return new ShownProblem(
            refused.Code, text, problem.Rule, operatorsCanHelp ? problem.TraceId : null, problem.Errors ?? NoErrors);
    }
}
