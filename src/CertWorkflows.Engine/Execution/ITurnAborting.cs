namespace CertWorkflows.Engine.Execution;

/// <summary>Marks an exception that is no fault of the activity: it leaves the interpreter, and the whole turn rolls back.</summary>
public interface ITurnAborting;
