using MessageLB.CommandLine.Publishing;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Publishing;

public sealed class PaceTests
{
    [Fact]
    public void DueAt_ScheduleThatBeginsLater_CountsFromItsFirstNumber()
    {
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromMinutes(1));

        var pace = new Pace(10, time, first: 50);

        Assert.Equal(0, pace.Until(pace.DueAt(50)).TotalMilliseconds, 0.01);
        Assert.Equal(200, pace.Until(pace.DueAt(52)).TotalMilliseconds, 0.01);
    }
}
