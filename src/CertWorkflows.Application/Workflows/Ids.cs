using System.Buffers.Binary;

namespace CertWorkflows.Application.Workflows;

/// <summary>
/// The one place where ids are made: version 7, so that they sort by the (possibly virtual) time of their turn. Ids that one
/// process makes for the same millisecond sort in the order in which they were made, so that a history reads in order.
/// </summary>
public static class Ids
{
    private const int VersionByte = 6;
    private const int VariantByte = 8;
    private static int _made;

    public static Guid New(DateTimeOffset now)
    {
        // Layout of version 7: 48 bits of time, 4 of version, 12 free, 2 of variant, 62 free. The first 32 free bits count.
        var order = unchecked((uint)Interlocked.Increment(ref _made));
#pragma warning disable RS0030 // this is the file that the ban points to
        var id = Guid.CreateVersion7(now);
#pragma warning restore RS0030
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[VersionByte..], (ushort)(0x7000 | (order >> 20)));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[VariantByte..], (ushort)(0x8000 | ((order >> 6) & 0x3FFF)));
        bytes[10] = (byte)(((order & 0x3F) << 2) | (uint)(bytes[10] & 0x3));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The instant of an id that was made here.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }

    /// <summary>An id before all that are made at <paramref name="instant"/> or later, and after all that were made before its millisecond.</summary>
    public static Guid Before(DateTimeOffset instant)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)instant.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
