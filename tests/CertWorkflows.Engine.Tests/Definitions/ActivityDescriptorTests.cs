using System.Text.Json;
using System.Text.Json.Serialization;
using CertWorkflows.Engine.Activities;
using CertWorkflows.Engine.Definitions;
using CertWorkflows.Engine.Expressions;

namespace CertWorkflows.Engine.Tests.Definitions;

public sealed class ActivityDescriptorTests
{
    private static readonly JsonSerializerOptions Studio = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<string> Types => [.. BuiltInActivities.All.Select(activity => activity.Descriptor.TypeName)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Descriptor_AsJson_HasAllThatStudioNeeds(string type)
    {
        var json = JsonSerializer.SerializeToNode(new ActivityRegistry(BuiltInActivities.All).Find(type, 1)!.Descriptor, Studio)!;
        foreach (var member in new[] { "typeName", "namespace", "name", "version", "category", "kind", "inputs", "outputs", "ports", "customProperties", "constructionProperties" })
            Assert.NotNull(json[member]);
        Assert.Equal(type, (string?)json["typeName"]);
        Assert.Equal(JsonValueKind.String, json["kind"]!.GetValueKind());
        foreach (var input in json["inputs"]!.AsArray())
        {
            Assert.NotNull((string?)input!["uiHint"]);
            Assert.NotNull((string?)input["displayName"]);
            Assert.NotNull((string?)input["typeName"]);
            Assert.True((bool?)input["isBrowsable"]);
            Assert.Null(input["type"]);
        }
    }

    [Fact]
    [Trait("Elsa", "A-44")]
    public void StateMachine_OffersItsStatesAsPlainTexts()
    {
        var inputs = new ActivityRegistry(BuiltInActivities.All).Find("Elsa.StateMachine", 1)!.Descriptor.Inputs;
        Assert.Equal([("InitialState", false), ("CurrentState", false)], inputs.Select(input => (input.Name, input.IsWrapped)));
    }

    [Fact]
    public void Registry_WhenTypeIsThereTwice_Refuses()
        => Assert.Throws<ArgumentException>(() => new ActivityRegistry([.. BuiltInActivities.All, BuiltInActivities.All[0]]));

    [Fact]
    public void Builder_WhenInputsAreDeclared_KeepsTheirOrder()
    {
        var descriptor = new DescriptorBuilder("Acme.Greet", "Demo", "Greet", "Says hello.")
            .Input("Message", TypeRef.String, required: true)
            .Input("Loud", TypeRef.Boolean, defaultValue: false)
            .Output("Result", TypeRef.String)
            .Outcomes("Done", "Failed")
            .Build();
        Assert.Equal(("Acme", "Greet"), (descriptor.Namespace, descriptor.Name));
        Assert.Equal(["Message", "Loud"], descriptor.Inputs.Select(input => input.Name));
        Assert.Equal(UiHints.CheckBox, descriptor.FindInput("Loud")!.UiHint);
        Assert.Equal(["Done", "Failed"], descriptor.Ports.Select(port => port.Name));
    }
}
