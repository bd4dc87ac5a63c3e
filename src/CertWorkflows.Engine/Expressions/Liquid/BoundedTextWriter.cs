using System.Globalization;
using System.Text;

namespace CertWorkflows.Engine.Expressions.Liquid;

/// <summary>Collects text up to a limit.</summary>
internal sealed class BoundedTextWriter(int maxCharacters) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Require(1);
        _text.Append(value);
    }

    public override void Write(string? value)
    {
        Require(value?.Length ?? 0);
        _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Require(count);
        _text.Append(buffer, index, count);
    }

    public override string ToString() => _text.ToString();

    private void Require(int more)
    {
        if ((long)_text.Length + more > maxCharacters)
            throw LiquidFilters.TooLong(maxCharacters);
    }
}
