using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Sample;

public sealed class WorkDistributionTests
{
    [Theory]
    [InlineData("none", WorkKind.None, 0, "none")]
    [InlineData("const:5ms", WorkKind.Constant, 5, "const:5ms")]
    [InlineData("exp:5ms", WorkKind.Exponential, 5, "exp:5ms")]
    [InlineData(" EXP: 0.5 s ", WorkKind.Exponential, 500, "exp:500ms")]
    [InlineData("exp:250us", WorkKind.Exponential, 0.25, "exp:250us")]
    [InlineData("const:2m", WorkKind.Constant, 120_000, "const:120s")]
    [InlineData("uniform:1ms-5ms", WorkKind.Uniform, 3, "uniform:1ms-5ms")]
    [InlineData("bimodal:5ms-105ms,5%", WorkKind.Bimodal, 10, "bimodal:5ms-105ms,5%")]
    [InlineData("lognormal:5ms,1.5", WorkKind.Lognormal, 5, "lognormal:5ms,1.5")]
    public void Parse_AsPeopleWriteIt_TellsKindMeanAndText(string text, WorkKind kind, double meanMs, string written)
    {
        var work = WorkDistribution.Parse(text);

        Assert.Equal((kind, meanMs, written), (work.Kind, work.Mean.TotalMilliseconds, work.ToString()));
        Assert.Equal(work, WorkDistribution.Parse(work.ToString()));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("gauss:5ms", "'gauss' is unknown")]
    [InlineData("exp", "'exp' needs a time")]
    [InlineData("none:5ms", "'none' takes no time")]
    [InlineData("exp:5", "'5' has no unit (us, ms, s, m)")]
    [InlineData("exp:5mm", "'mm' is no unit (us, ms, s, m)")]
    [InlineData("exp:5h", "'5h' is no time")]
    [InlineData("exp:fast", "'fast' is no time")]
    [InlineData("const:0ms", "'0ms' is not above 0 and up to 1 h")]
    [InlineData("const:61m", "'61m' is not above 0 and up to 1 h")]
    [InlineData("const:-5ms", "'-5ms' is no time")]
    [InlineData("uniform:5ms", "'uniform' needs two times with '-' between them")]
    [InlineData("uniform:5ms-1ms", "'1ms' is less than '5ms'")]
    [InlineData("uniform:1ms-x", "'x' is no time")]
    [InlineData("bimodal:5ms-105ms", "'bimodal' needs two times and the part of the long ones with ',' between them")]
    [InlineData("bimodal:5ms,5%", "'bimodal' needs two times with '-' between them")]
    [InlineData("bimodal:5ms-105ms,5", "'5' is no part above 0% and below 100%")]
    [InlineData("bimodal:5ms-105ms,100%", "'100%' is no part above 0% and below 100%")]
    [InlineData("lognormal:5ms", "'lognormal' needs a mean and a sigma with ',' between them")]
    [InlineData("lognormal:5ms,0", "'0' is no sigma above 0 and up to 5")]
    [InlineData("lognormal:5ms,wide", "'wide' is no sigma above 0 and up to 5")]
    public void Parse_Wrong_SaysWhatAndShowsTheForms(string text, string reason)
    {
        var thrown = Assert.Throws<FormatException>(() => WorkDistribution.Parse(text));

        Assert.Equal($"'{text}' is no kind of work: {reason}. Write none, const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5% or lognormal:5ms,1.5.", thrown.Message);
    }

    // Bounds are five standard errors of the mean of 200,000 draws; sigma 1 keeps the log-normal's own spread moderate.
    [Theory]
    [InlineData("exp:5ms", 5, 0.06)]
    [InlineData("uniform:1ms-5ms", 3, 0.02)]
    [InlineData("bimodal:5ms-105ms,5%", 10, 0.25)]
    [InlineData("lognormal:5ms,1", 5, 0.08)]
    public void Draw_ManyTimes_HasTheMean(string text, double meanMs, double tolerance)
    {
        var work = WorkDistribution.Parse(text);
        var random = new Random(7);

        var mean = Enumerable.Range(0, 200_000).Average(_ => work.Draw(random).TotalMilliseconds);

        Assert.InRange(mean, meanMs - tolerance, meanMs + tolerance);
    }

    [Fact]
    public void Draw_Uniform_StaysWithinItsLimits()
    {
        var work = WorkDistribution.Parse("uniform:1ms-5ms");
        var random = new Random(7);

        var times = Enumerable.Range(0, 10_000).Select(_ => work.Draw(random).TotalMilliseconds).ToArray();

        Assert.InRange(times.Min(), 1, 1.01);
        Assert.InRange(times.Max(), 4.99, 5);
    }

    [Fact]
    public void Draw_ConstantAndNone_NeverVary()
    {
        var random = new Random(7);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.FromMilliseconds(5), WorkDistribution.Parse("const:5ms").Draw(random)));
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.Zero, WorkDistribution.None.Draw(random)));
    }
}
