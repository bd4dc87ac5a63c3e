using System.Text;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions.JavaScript;

namespace CertWorkflows.Engine.Expressions;

/// <summary>TypeScript declarations of what scripts of a definition see, for the designer's editor.</summary>
public static class ScriptDeclarations
{
    private const string Globals = """
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowInstanceId(): string;
        declare function getCorrelationId(): string | null;
        declare function setCorrelationId(value: string | null): void;
        declare function getWorkflowInstanceName(): string | null;
        declare function setWorkflowInstanceName(value: string | null): void;
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): void;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activityIdOrName: string, outputName?: string): any;
        declare function getLastResult(): any;
        declare function isNullOrWhiteSpace(value: string | null): boolean;
        declare function isNullOrEmpty(value: string | null): boolean;
        declare function toJson(value: any): string;
        declare function parseGuid(value: string): Guid;
        declare function newGuid(): Guid;
        declare function newGuidString(): string;
        declare function getGuidString(): string;
        declare function newShortGuid(): string;
        declare function getShortGuid(): string;
        declare function bytesToString(value: ArrayBuffer): string;
        declare function bytesFromString(value: string): ArrayBuffer;
        declare function bytesToBase64(value: ArrayBuffer): string;
        declare function bytesFromBase64(value: string): ArrayBuffer;
        declare function stringToBase64(value: string): string;
        declare function stringFromBase64(value: string): string;
        declare function streamToBytes(value: any): ArrayBuffer;
        declare function streamToBase64(value: any): string;
        declare class Guid { static NewGuid(): Guid; static Parse(value: string): Guid; toString(): string; }
        declare class DateTime { static readonly Now: Date; static readonly UtcNow: Date; static readonly Today: Date; }
        declare class DateTimeOffset { static readonly Now: DateTimeOffset; static readonly UtcNow: DateTimeOffset; toString(): string; }
        declare class TimeSpan { constructor(hours: number, minutes: number, seconds: number); static fromHours(value: number): TimeSpan; readonly totalMinutes: number; toString(): string; }
        declare class Random { constructor(seed?: number); next(): number; }
        declare const LogPersistenceMode: { readonly Inherit: string; readonly Include: string; readonly Exclude: string; };
        declare const args: any;

        """;

    /// <summary>The names of all functions that are declared for every definition.</summary>
    internal static IEnumerable<string> Functions => Globals.Split('\n')
        .Where(line => line.StartsWith("declare function ", StringComparison.Ordinal))
        .Select(line => line["declare function ".Length..line.IndexOf('(', StringComparison.Ordinal)]);

    /// <summary>The declarations for one activity's input.</summary>
    /// <param name="workflow">The definition.</param>
    /// <param name="activityType">Type of the activity whose script is edited; outcomes are settable in RunJavaScript only.</param>
    public static string Of(CompiledWorkflow workflow, string? activityType)
    {
        var text = new StringBuilder(Globals);
        if (activityType == "Elsa.RunJavaScript")
            text.Append("declare function setOutcome(name: string): void;\ndeclare function setOutcomes(names: string[]): void;\n");
        var variables = workflow.All.SelectMany(node => node.Variables).DistinctBy(variable => variable.Name).ToList();
        text.Append("declare const variables: {\n");
        foreach (var variable in variables.Where(variable => ScriptAccessors.IsName(variable.Name)))
            text.Append("    ").Append(variable.Name).Append(": ").Append(TypeOf(variable.Type)).Append(";\n");
        text.Append("    [name: string]: any;\n};\n");
        var declared = Functions.ToHashSet(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            Add("get", variable.Name, $"(): {TypeOf(variable.Type)};");
            Add("set", variable.Name, $"(value: {TypeOf(variable.Type)}): void;");
        }

        foreach (var input in workflow.Definition.Inputs)
            Add("get", input.Name, $"(): {TypeOf(TypeRef.TryParse(input.Type) ?? TypeRef.Object)};");
        foreach (var (activity, output) in workflow.All.SelectMany(node => node.NamedOutputs))
        {
            if (ScriptAccessors.IsName(activity) && ScriptAccessors.IsName(output))
                Add("get", $"{ScriptAccessors.Pascal(output)}From{ScriptAccessors.Pascal(activity)}", "(): any;");
        }

        return text.ToString();

        void Add(string verb, string name, string signature)
        {
            if (ScriptAccessors.IsName(name) && declared.Add(verb + ScriptAccessors.Pascal(name)))
                text.Append("declare function ").Append(verb).Append(ScriptAccessors.Pascal(name)).Append(signature).Append('\n');
        }
    }

    private static string TypeOf(TypeRef type)
    {
        var clr = Nullable.GetUnderlyingType(type.ClrType) ?? type.ClrType;
        if (clr == typeof(string) || clr == typeof(char))
            return "string";
        if (clr == typeof(bool))
            return "boolean";
        if (clr == typeof(DateTime))
            return "Date";
        if (clr == typeof(byte[]))
            return "ArrayBuffer";
        if (clr == typeof(Guid) || clr == typeof(TimeSpan) || clr == typeof(DateTimeOffset))
            return clr.Name;
        if (clr.IsPrimitive || clr == typeof(decimal))
            return "number";
        return SequenceConversion.ElementType(clr) is { } element ? $"{TypeOf(TypeRef.Of(element))}[]" : "any";
    }
}
