using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CertWorkflows.Engine.Execution;

/// <summary>Hashes by which stimuli find bookmarks (B-1).</summary>
public static class BookmarkHash
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Upper-case hexadecimal SHA-256 of <c>name|payload|context</c>, empty parts left out.</summary>
    /// <param name="name">Bookmark name.</param>
    /// <param name="payload">Members in declared order; null members are left out.</param>
    /// <param name="notHashed">Members that do not count.</param>
    /// <param name="contextId"><see langword="null"/> when executions are not told apart.</param>
    public static string Compute(string name, JsonObject? payload, IReadOnlyList<string>? notHashed = null, string? contextId = null)
    {
        var text = new StringBuilder(name);
        if (payload is not null)
        {
            var hashed = new JsonObject();
            foreach (var (key, value) in payload)
            {
                if (value is not null && notHashed?.Contains(key) != true)
                    hashed[key] = value.DeepClone();
            }

            text.Append('|').Append(hashed.ToJsonString(Compact));
        }

        if (!string.IsNullOrEmpty(contextId))
            text.Append('|').Append(contextId);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The hash of bookmarks that wait for the event of that name (6.3). Names compare case-sensitively (B-2).</summary>
    public static string OfEvent(string? eventName) => Compute("Elsa.Event", new JsonObject { ["EventName"] = eventName });
}
