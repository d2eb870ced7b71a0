using MessageLB.Core.Hashing;
using Xunit;

namespace MessageLB.Core.Tests.Hashing;

public sealed class NaturalLogarithmTests
{
    [Fact]
    public void OfTheRest_AnyPart_IsTheLogarithmWithinATenMillionth()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var part = i % 3 == 0 ? 1 - Math.ScaleB(random.NextDouble(), -random.Next(40)) : Math.ScaleB(random.NextDouble(), -random.Next(40));
            if (part is <= 0 or >= 1) continue;
            // log1p is exact for small parts too; .NET has it only as this sum.
            var exact = part < 1e-5 ? part + (part * part / 2) + (part * part * part / 3) : -Math.Log(1 - part);

            var found = NaturalLogarithm.OfTheRest(part);

            Assert.InRange(found / exact, 1 - 1e-7, 1 + 1e-7);
            Assert.True(found >= part);
        }
    }

    [Theory]
    [InlineData(0.5, 4604418534220632196)]
    [InlineData(0.001, 4562256816298761071)]
    [InlineData(0.999, 4619463459452485535)]
    public void OfTheRest_AnyProcessor_IsTheSameToTheLastBit(double part, long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(NaturalLogarithm.OfTheRest(part)));

    [Fact]
    public void OfTheRest_Extremes_AreFinite()
    {
        Assert.InRange(NaturalLogarithm.OfTheRest(Math.ScaleB(1, -53)), 1e-16, 1.2e-16);
        Assert.InRange(NaturalLogarithm.OfTheRest(1 - Math.ScaleB(1, -53)), 36.7, 36.8);
    }
}
