namespace CertWorkflows.Server.Tests.Browser;

/// <summary>The real server with the genuine Elsa Studio.</summary>
public sealed class DesignerSite : BrowserSite;
