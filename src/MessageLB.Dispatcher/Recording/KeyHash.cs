using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MessageLB.Dispatcher.Recording;

/// <summary>
/// Stands in for a message's hash key in recordings: the first eight bytes of its SHA-256, so that equal keys stay equal, in every
/// recording, and the key itself is not told.
/// </summary>
internal static class KeyHash
{
    private const int OnStack = 256;

    /// <summary>The hash of the header <c>messagelb-key</c>; null if there is none or it is not text.</summary>
    public static ulong? Of(IDictionary<string, object?>? headers)
    {
        if (headers is null || !headers.TryGetValue(HeaderNames.Key, out var value)) return null;
        return value switch
        {
            byte[] bytes => Of(bytes),
            string text => Of(text),
            _ => null,
        };
    }

    private static ulong Of(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size <= OnStack)
        {
            Span<byte> bytes = stackalloc byte[OnStack];
            return Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return Of(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ulong Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
