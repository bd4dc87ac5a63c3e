using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace CertWorkflows.Engine.Expressions.JavaScript;

/// <summary>Foresees how long the text of an array or object would be, without running any of the script's code.</summary>
internal sealed class ScriptWeight(long maxCharacters, int maxElements)
{
    private const int MaxDepth = 200;
    private const int OtherValue = 20;

    public static ExpressionException TooLong(long maxCharacters) =>
        ScriptFailure.Of($"The script would build a text of more than {maxCharacters} characters.");

    /// <summary>Refuses an array whose joined text would be too long.</summary>
    public void RequireJoinable(JsValue value, int separator)
    {
        var left = maxCharacters;
        Join(value, separator, 0, ref left);
    }

    /// <summary>Refuses a value whose JSON would be too long.</summary>
    public void RequireJson(JsValue value, bool indented, int perCharacter)
    {
        var left = maxCharacters;
        Json(value, indented, perCharacter, 0, ref left);
    }

    private void Join(JsValue value, int separator, int depth, ref long left)
    {
        Take(value is JsString text ? text.Length : 1, ref left);
        if (depth > MaxDepth || !value.IsObject())
            return;
        foreach (var item in Items(value.AsObject()))
        {
            Take(separator, ref left);
            Join(item, 1, depth + 1, ref left);
        }
    }

    private void Json(JsValue value, bool indented, int perCharacter, int depth, ref long left)
    {
        Take(value is JsString text ? (long)text.Length * perCharacter : OtherValue, ref left);
        if (depth > MaxDepth || !value.IsObject())
            return;
        if (indented)
            Take(depth * 10L, ref left);
        if (value is JsArray array)
        {
            foreach (var item in Items(array))
                Json(item, indented, perCharacter, depth + 1, ref left);
        }
        else if (value is JsObject entries)
        {
            foreach (var key in entries.GetOwnPropertyKeys(Types.String))
            {
                Take(key.ToString().Length, ref left);
                if (entries.GetOwnProperty(key).Value is { } item)
                    Json(item, indented, perCharacter, depth + 1, ref left);
            }
        }
    }

    private IEnumerable<JsValue> Items(ObjectInstance owner)
    {
        var length = owner is JsArray array ? array.Length
            : owner is JsObject && owner.GetOwnProperty("length").Value is { } given && given.IsNumber()
                ? given.AsNumber()
                : 0;
        if (length > maxElements)
            throw ScriptFailure.Of($"An array of {length} elements is too long for this; allowed are {maxElements}.");
        for (var i = 0; i < length; i++)
        {
            if (owner.GetOwnProperty(JsNumber.Create(i)).Value is { } item)
                yield return item;
        }
    }

    private void Take(long characters, ref long left)
    {
        left -= characters;
        if (left < 0)
            throw TooLong(maxCharacters);
    }
}
