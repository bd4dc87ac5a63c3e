namespace CertWorkflows.Client;

/// <summary>The order of the inbox.</summary>
public enum TaskSort
{
    /// <summary>What is due first comes first; tasks without a limit last.</summary>
    Due,

    /// <summary>The most urgent first.</summary>
    Priority,

    /// <summary>The newest first.</summary>
    Created,

    /// <summary>What was closed last comes first; open tasks last.</summary>
    Closed,
}
