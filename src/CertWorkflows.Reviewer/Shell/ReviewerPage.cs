using Microsoft.AspNetCore.Components;

namespace CertWorkflows.Reviewer.Shell;

/// <summary>A component that calls the API and stops doing so when the user leaves it.</summary>
public abstract class ReviewerPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    /// <summary>Remembers the token, which may still be asked for after the component and its source are gone.</summary>
    protected ReviewerPage() => Leaving = _leaving.Token;

    /// <summary>Cancelled when the component goes away.</summary>
    protected CancellationToken Leaving { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what is under way.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }
}
