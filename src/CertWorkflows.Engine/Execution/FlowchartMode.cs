namespace CertWorkflows.Engine.Execution;

/// <summary>How flowcharts decide what runs next (F-1). An instance keeps the mode it was started with.</summary>
public enum FlowchartMode
{
    /// <summary>By counting visits of activities and connections (4.3).</summary>
    CounterBased,

    /// <summary>By tokens on connections (4.4).</summary>
    TokenBased,
}
