using System.Text.Json;
using System.Text.Json.Nodes;
using CertWorkflows.Server.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CertWorkflows.Server.Http;

/// <summary>The OpenAPI document, made from the code, and its page.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";
    private const string Problem = "Problem";
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // The names of an enum are known to the converter that reads them, which cannot tell the generator.
            var type = context.JsonTypeInfo.Type;
            if (EnumNames(type) is { } names)
            {
                schema.Enum = names;
            }
            else if (type is { IsGenericType: true, GenericTypeArguments: [var element] } && schema.Items is null && EnumNames(element) is { } items)
            {
                schema.Items = new OpenApiSchema { Enum = items };
            }

            return Task.CompletedTask;
        });
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/scalar", scalar =>
        {
            scalar.Title = "CertWorkflows API";
            scalar.DefaultFonts = false; // nothing from the internet
        }).AllowAnonymous();
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CertWorkflows",
            Version = Name,
            Description = "Refusals are application/problem+json (RFC 9457) with the members code and traceId; by kind also errors, state, permitted and rule.",
        };

        // The address is the reader's; written down it would differ from host to host.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = ProblemSchema();
        foreach (var type in typeof(CertWorkflows.Client.ApiJson).Assembly.GetExportedTypes().Where(StrictEnumConverter.Reads))
        {
            // Those that only queries use.
            if (document.Components.Schemas.TryGetValue(type.Name, out var known) && known is OpenApiSchema { Enum: null or { Count: 0 } } empty)
            {
                empty.Enum = EnumNames(type);
            }
        }

        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            [ApiKey] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = $"'{ApiKeyHandler.HeaderStart}' and the key.",
            },
        };
    }

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        if (metadata.OfType<IdempotentMark>().Any())
        {
            operation.Parameters.Add(Header(Idempotency.KeyHeader, "Repeats of the request with the same key get the first answer."));
        }

        if (context.Description.ParameterDescriptions.Any(p => p.Type == typeof(IfMatch))
            || metadata.OfType<System.Reflection.MethodInfo>().Any(m => m.GetParameters().Any(p => p.ParameterType == typeof(IfMatch))))
        {
            operation.Parameters.Add(Header("If-Match", "The ETag that was read; another present version is refused with 412."));
        }

        foreach (var named in context.Description.ParameterDescriptions.Where(p => NamesOf(p.Type) is not null))
        {
            operation.Parameters.OfType<OpenApiParameter>().Single(o => o.Name == named.Name).Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. NamesOf(named.Type)!.Select(name => (JsonNode)name)],
            };
        }

        var instants = context.Description.ParameterDescriptions.Where(p => p.Type == typeof(InstantParameter) || p.Type == typeof(InstantParameter?));
        foreach (var instant in instants.Select(p => operation.Parameters.OfType<OpenApiParameter>().Single(o => o.Name == p.Name)))
        {
            instant.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        }

        // Where parameters are the properties of a record, generated bindings know them by the properties' names; either spelling is read.
        foreach (var inQuery in operation.Parameters.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query))
        {
            inQuery.Name = JsonNamingPolicy.CamelCase.ConvertName(inQuery.Name!);
        }

        Secure(operation, context, metadata);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Problems.ContentType] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        };
    }

    private static void Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, IList<object> metadata)
    {
        var anonymous = metadata.OfType<IAllowAnonymous>().Any();
        if (!anonymous)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKey, context.Document)] = [] },
            ];
            var roles = metadata.OfType<AuthorizationPolicy>()
                .SelectMany(policy => policy.Requirements)
                .OfType<Microsoft.AspNetCore.Authorization.Infrastructure.RolesAuthorizationRequirement>()
                .SelectMany(requirement => requirement.AllowedRoles)
                .ToList();
            operation.Description = roles.Count > 0 ? $"Roles: {string.Join(", ", roles)}." : "Any role.";
        }
    }

    private static IReadOnlyList<string>? NamesOf(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(EnumParameter<>)
            ? (IReadOnlyList<string>)type.GetProperty(nameof(EnumParameter<>.Names))!.GetValue(null)!
            : null;
    }

    private static List<JsonNode>? EnumNames(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return StrictEnumConverter.Reads(type)
            ? [.. NamesOf(typeof(EnumParameter<>).MakeGenericType(type))!.Select(name => (JsonNode)name)]
            : null;
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "title", "status", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "In kebab-case; made for programs." },
            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Messages by the path of the member or the name of the parameter.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["state"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["permitted"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            ["rule"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The id of the rule that refuses, such as RF-11." },
        },
    };
}
