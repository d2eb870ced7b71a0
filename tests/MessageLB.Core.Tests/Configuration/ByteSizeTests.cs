using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("64KB", 64_000)]
    [InlineData("64KiB", 65_536)]
    [InlineData("16MiB", 16_777_216)]
    [InlineData("16 mib", 16_777_216)]
    [InlineData("1.5GiB", 1_610_612_736)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1TiB", 1_099_511_627_776)]
    [InlineData("10B", 10)]
    [InlineData("0", 0)]
    public void TryParse_NumberWithOrWithoutUnit_IsBytes(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var value, out var problem), problem);
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("64K")]
    [InlineData("16M")]
    [InlineData("-1")]
    [InlineData("MiB")]
    [InlineData("16MiB!")]
    public void TryParse_NoSize_HintsAtTheForm(string? text)
    {
        Assert.False(ByteSize.TryParse(text, out _, out var problem));
        Assert.Equal("is not a size: write a number of bytes or one with a unit, such as 1024, 64KB (64,000) or 16MiB", problem);
    }

    [Theory]
    [InlineData("0.5", "is not a whole number of bytes")]
    [InlineData("0.0001KB", "is not a whole number of bytes")]
    [InlineData("9223372036854775808", "is too large")]
    [InlineData("9000000TiB", "is too large")]
    public void TryParse_NotABytesValue_SaysWhy(string text, string expected)
    {
        Assert.False(ByteSize.TryParse(text, out _, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1KB")]
    [InlineData(1024, "1KiB")]
    [InlineData(16_777_216, "16MiB")]
    [InlineData(1_023, "1023")]
    [InlineData(-5, "-5")]
    public void Format_Bytes_TakesTheLargestUnitThatIsExact(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));

    [Fact]
    public void Format_AnySize_ReadsBackTheSame()
    {
        var sizes = from number in ArbMap.Default.ArbFor<long>().Generator
                    from shift in Gen.Choose(0, 62)
                    from zeros in Gen.Choose(0, 40)
                    select (number & long.MaxValue) >> shift >> zeros << zeros;

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(sizes.ToArbitrary(), size =>
            ByteSize.TryParse(ByteSize.Format(size), out var again, out _) && again == size));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(QuantityTexts.Any, text =>
            ByteSize.TryParse(text, out _, out var problem) == (problem is null)));
}
