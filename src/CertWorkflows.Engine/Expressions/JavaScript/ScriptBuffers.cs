using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using JintEngine = Jint.Engine;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>Constructors of byte buffers and typed arrays that refuse more than a script may put out.</summary>
internal static class ScriptBuffers
{
    private static readonly string[] Names =
    [
        "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
        "Uint32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
    ];

    public static void Install(JintEngine engine, PreparedScript script, ExpressionLimits limits)
    {
        // any value may carry the constructor of a buffer that was handed in
        var all = script.Mentions("constructor");
        foreach (var name in Names)
        {
            if ((all || script.Mentions(name)) && engine.GetValue(name) is Constructor original)
                engine.SetValue(name, (JsValue)new Bounded(engine, name, original, limits.MaxOutputCharacters));
        }
    }

    private sealed class Bounded : Constructor
    {
        private readonly Constructor _original;
        private readonly int _max;

        public Bounded(JintEngine engine, string name, Constructor original, int max)
            : base(engine, name)
        {
            _original = original;
            _max = max;
            Prototype = original.Prototype;
            foreach (var key in original.GetOwnPropertyKeys())
            {
                if (key.IsSymbol() || key.ToString() is not ("name" or "length"))
                    DefineOwnProperty(key, original.GetOwnProperty(key));
            }

            original.Get("prototype").AsObject().FastSetProperty(
                "constructor", new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true));
        }

        public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget)
        {
            var size = arguments.At(0);
            if (size.IsObject() && size is not JsTypedArray && !size.IsArrayBuffer())
                size = size.AsObject().Get("length");
            var asked = size.IsUndefined() || size.IsObject() ? 0 : TypeConverter.ToNumber(size);
            if (asked * sizeof(double) > _max)
            {
                throw ScriptFailure.Of(
                    $"The script asked for {asked} elements of memory; allowed are {_max / sizeof(double)}.");
            }

            if (_original == Engine.Intrinsics.ArrayBuffer && !arguments.At(1).IsUndefined())
                throw ScriptFailure.Of("Resizable buffers are not available.");
            return _original.Construct(arguments, newTarget);
        }
    }
}
