using Microsoft.AspNetCore.Mvc;

namespace CertWorkflows.Server.Routes;

/// <summary>A request to an endpoint is refused before any turn: nothing has happened, and an instance that waits goes on waiting .</summary>
internal sealed class RejectedRequestException(ProblemDetails problem) : Exception(problem.Detail)
{
    public ProblemDetails Problem => problem;
}
