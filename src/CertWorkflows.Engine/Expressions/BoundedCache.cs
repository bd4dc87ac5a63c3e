using System.Collections.Concurrent;

namespace CertWorkflows.Engine.Expressions;

/// <summary>
/// A cache that never holds more than its size. When it is full the half that was not used for longest goes.
/// </summary>
internal sealed class BoundedCache<T>(int size)
    where T : class
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _trimming = new();
    private long _uses;

    public int Count => _entries.Count;

    /// <summary>Finds or makes an entry; an error of <paramref name="make"/> is not kept.</summary>
    public T GetOrAdd(string key, Func<string, T> make)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            entry = new Entry(make(key));
            Trim();
            _entries[key] = entry;
        }

        entry.LastUse = Interlocked.Increment(ref _uses);
        return entry.Value;
    }

    private void Trim()
    {
        if (_entries.Count < size)
            return;
        lock (_trimming)
        {
            if (_entries.Count < size)
                return;
            foreach (var old in _entries.OrderBy(e => e.Value.LastUse).Take((size + 1) / 2).ToList())
                _entries.TryRemove(old);
        }
    }

    private sealed class Entry(T value)
    {
        public T Value { get; } = value;

        public long LastUse { get; set; }
    }
}
