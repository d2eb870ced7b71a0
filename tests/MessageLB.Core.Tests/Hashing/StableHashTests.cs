using System.Numerics;
using System.Text;
using MessageLB.Core.Hashing;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Hashing;

/// <summary>Expected figures are those of System.IO.Hashing.XxHash64, an independent implementation of the same specification.</summary>
public sealed class StableHashTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("ü", 400));

    public static TheoryData<string, ulong, ulong> Known => new()
    {
        { "", 0xEF46DB3751D8E999, 0x95F0626F6F0A4409 },
        { "a", 0xD24EC4F1A98C6E5B, 0xDC6349D489E0F965 },
        { "abc", 0x44BC2CF5AD770999, 0x9E755206156676D7 },
        { "customer-4711", 0xB638AAAD2DB44A3F, 0xE3D9EB81D20EEC24 },
        { "Zürich, 東京 🚚", 0xF3B47216271114FD, 0x24BA672A62F43FBE },
        { new string('x', 31), 0x60DD0D01083B99F0, 0x3781CEA7CB1A961E },
        { new string('x', 32), 0xE2DF261FC2EC30EB, 0x3FE32C632942FB04 },
        { new string('x', 33), 0xB3FA465F554208A6, 0x9FBDBD0345DC39C0 },
        { Long, 0xFAC61D8865F7E209, 0x874B840519611ABD },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Of_KnownText_IsTheSpecificationsHash(string text, ulong plain, ulong seeded)
    {
        Assert.Equal(plain, StableHash.Of(text.AsSpan()));
        Assert.Equal(seeded, StableHash.Of(text.AsSpan(), seed: 7));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Of_Utf8BytesOfText_IsTheTextsHash(string text, ulong plain, ulong seeded)
    {
        Assert.Equal(plain, StableHash.Of(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(seeded, StableHash.Of(Encoding.UTF8.GetBytes(text), seed: 7));
    }

    [Fact]
    public void Again_OfANumber_IsTheHashOfItsBytes() =>
        Assert.Equal(StableHash.Of(BitConverter.GetBytes(0x0123456789ABCDEFul), seed: 42), StableHash.Again(0x0123456789ABCDEF, seed: 42));

    [Fact]
    public void Of_OneBitOfTheInput_TurnsHalfOfTheOutput()
    {
        var bytes = Encoding.UTF8.GetBytes("customer-4711");
        var before = StableHash.Of(bytes);
        var turned = new int[64];

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            turned[BitOperations.PopCount(before ^ StableHash.Of(bytes))]++;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        // 104 flips of one bit: on average 32 of 64 turn, and none turns fewer than 16 or more than 48 (four standard deviations).
        var mean = turned.Select((count, bits) => count * bits).Sum() / 104.0;
        Assert.InRange(mean, 31, 33);
        Assert.Equal(0, turned[..16].Sum() + turned[49..].Sum());
    }

    [Fact]
    public void Of_TextOfAnyLength_AllocatesNothing()
    {
        StableHash.Of(Long.AsSpan());

        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                StableHash.Of("customer-4711".AsSpan());
                StableHash.Of(Long.AsSpan());
            }
        });

        Assert.Equal(0, allocated);
    }
}
