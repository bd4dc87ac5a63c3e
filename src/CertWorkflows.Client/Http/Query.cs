using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CertWorkflows.Client;

/// <summary>Builds a relative address; a null value leaves its name out.</summary>
internal sealed class Query(string path)
{
    private readonly StringBuilder _text = new(path);
    private bool _any;

    public Query Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_any ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _any = true;
        }

        return this;
    }

    public Query Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public Query Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public Query Add(string name, DateTimeOffset? value) =>
        Add(name, value is { } instant ? InstantConverter.Format(instant) : null);

    public Query Add<TEnum>(string name, TEnum? value)
        where TEnum : struct, Enum =>
        Add(name, value is { } set ? JsonSerializer.SerializeToElement(set, ApiJson.Options).GetString() : null);

    /// <summary>A duration as api.md writes waits and ranges: whole seconds or days.</summary>
    public Query AddSeconds(string name, TimeSpan? value) =>
        Add(name, value is { } span ? string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalSeconds}s") : null);

    public override string ToString() => _text.ToString();
}
