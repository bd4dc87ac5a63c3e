namespace CertWorkflows.Benchmarks;

/// <summary>The command line asks for something that cannot be done.</summary>
internal sealed class UsageException(string message) : Exception(message);
