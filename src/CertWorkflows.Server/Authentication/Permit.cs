using CertWorkflows.Application.Access;
using CertWorkflows.Application.Tasks;

namespace CertWorkflows.Server.Authentication;

/// <summary>Who may call an endpoint, in words that a route table can be read by.</summary>
internal static class Permit
{
    public static TBuilder ForCallers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Caller);

    /// <summary>Cases and customers' things are read by those who start them, decide them and run the system.</summary>
    public static TBuilder ForReaders<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Caller, Roles.Reviewer, Roles.Analyst, Roles.Publisher, Roles.Operator);

    /// <summary>The groups of the caller narrow it further.</summary>
    public static TBuilder ForTaskWorkers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Reviewer, Roles.Operator);

    /// <summary>Those who talk with customers about their cases.</summary>
    public static TBuilder ForCaseWorkers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Caller, Roles.Reviewer, Roles.Operator);

    /// <summary>Who looks after everybody's tasks.</summary>
    public static TBuilder ForSupervisors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policy => policy
            .RequireRole(Roles.Reviewer, Roles.Operator)
            .RequireClaim(ClaimNames.Group, TaskRules.SupervisorsGroup));

    public static TBuilder ForStarters<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Caller, Roles.Operator);

    public static TBuilder ForAnalysts<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Analyst);

    public static TBuilder ForPublishers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Publisher);

    /// <summary>Whoever edits or decides about definitions; which of the two a change needs, its handler says.</summary>
    public static TBuilder ForAuthors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Analyst, Roles.Publisher);

    /// <summary>Who may publish a workflow may also start it from the designer: its triggers would start it as well.</summary>
    public static TBuilder ForDesignerStarters<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Caller, Roles.Publisher, Roles.Operator);

    public static TBuilder ForOperators<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Operator);

    /// <summary>A simulation changes nothing, but it reads a case and computes.</summary>
    public static TBuilder ForSimulators<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Analyst, Roles.Publisher, Roles.Operator);

    /// <summary>Who answers for what others did.</summary>
    public static TBuilder ForAuditors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Admin, Roles.Operator);

    public static TBuilder ForAdmins<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.For(Roles.Admin);

    private static TBuilder For<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policy => policy.RequireRole(roles));
}
