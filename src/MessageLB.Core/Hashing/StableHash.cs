using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MessageLB.Core.Hashing;

/// <summary>
/// A 64-bit hash of text that is the same in every process, on every platform and in every version: XXH64 of the text's UTF-8
/// bytes, by the specification of Yann Collet (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md, version 0.2). Every
/// bit of the input changes each bit of the output with a chance of one half. Not for secrets. Pure, thread-safe, without allocation.
/// </summary>
public static class StableHash
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    private const int Stripe = 32;
    private const int OnStack = 256;

    /// <summary>Hash of text, the same as that of its UTF-8 bytes.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= OnStack)
        {
            Span<byte> few = stackalloc byte[OnStack];
            return Of(few[..Encoding.UTF8.GetBytes(text, few)], seed);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        var hash = Of(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), seed);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var length = (ulong)bytes.Length;
        var hash = bytes.Length < Stripe ? seed + Prime5 : Stripes(ref bytes, seed);
        hash += length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
        }

        if (bytes.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            bytes = bytes[4..];
        }

        foreach (var one in bytes) hash = BitOperations.RotateLeft(hash ^ (one * Prime5), 11) * Prime1;
        return Avalanche(hash);
    }

    /// <summary>
    /// Another hash from a hash: of the number's eight bytes. For whoever needs several that know nothing of each other from one key, such
    /// as the points of a ring, or a split before a <c>consistent_hash</c>.
    /// </summary>
    public static ulong Again(ulong hash, ulong seed)
    {
        var again = (seed + Prime5 + sizeof(ulong)) ^ Round(0, hash);
        return Avalanche((BitOperations.RotateLeft(again, 27) * Prime1) + Prime4);
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong one = seed + Prime1 + Prime2, two = seed + Prime2, three = seed, four = seed - Prime1;
        for (; bytes.Length >= Stripe; bytes = bytes[Stripe..])
        {
            one = Round(one, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            two = Round(two, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
            three = Round(three, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
            four = Round(four, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        }

        var hash = BitOperations.RotateLeft(one, 1) + BitOperations.RotateLeft(two, 7)
            + BitOperations.RotateLeft(three, 12) + BitOperations.RotateLeft(four, 18);
        hash = Join(hash, one);
        hash = Join(hash, two);
        hash = Join(hash, three);
        return Join(hash, four);
    }

    private static ulong Round(ulong accumulator, ulong lane) =>
        BitOperations.RotateLeft(accumulator + (lane * Prime2), 31) * Prime1;

    private static ulong Join(ulong hash, ulong accumulator) => ((hash ^ Round(0, accumulator)) * Prime1) + Prime4;

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }
}
