using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Distribution;
using Xunit;

namespace MessageLB.Core.Tests.Distribution;

public sealed class FairnessTests
{
    [Fact]
    public void Jain_Equal_IsOne() => Assert.Equal(1, Fairness.Jain([3, 3, 3]), 1e-12);

    [Fact]
    public void Jain_EverythingToOneOfFour_IsAQuarter() => Assert.Equal(0.25, Fairness.Jain([0, 8, 0, 0]), 1e-12);

    [Fact]
    public void Jain_OneToThree_IsTheIndexOfThePaper() => Assert.Equal(16 / 20.0, Fairness.Jain([1, 3]), 1e-12);

    [Fact]
    public void Jain_NobodyHasAnything_IsOne() => Assert.Equal((1, 1), (Fairness.Jain([]), Fairness.Jain([0, 0])));

    [Fact]
    public void Jain_Anything_IsBetweenOneNthAndOneWhateverTheUnit() => Prop.ForAll(
        Gen.Choose(0, 1000).NonEmptyListOf().Where(values => values.Any(v => v > 0)).ToArbitrary(),
        values =>
        {
            double[] given = [.. values.Select(v => (double)v)];
            var index = Fairness.Jain(given);
            return index >= (1.0 / given.Length) - 1e-12 && index <= 1 + 1e-12 && Math.Abs(index - Fairness.Jain([.. given.Select(v => v * 7.5)])) < 1e-9;
        }).QuickCheckThrowOnFailure();
}
