using MessageLB.CommandLine.Commands.Bench.Soak;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakBoundTests
{
    private static readonly SoakFault[] All =
        [SoakFault.KillWorker, SoakFault.StopWorker, SoakFault.DeleteQueue, SoakFault.KillDispatcher, SoakFault.CutConnections, SoakFault.RestartBroker];

    [Fact]
    public void Of_Handoff_IsWhatWasFetchedAndNotAcknowledged() =>
        Assert.Equal([32, 32, 32, 1100, 1100, 2296], Bounds(new SoakBound(DeliveryMode.Handoff, 3, 4)));

    [Fact]
    public void Of_Hold_IsWhatWasInHoldAndOfAWorkerWhatItHadInHandAndAReport() =>
        Assert.Equal([96, 96, 96, 1000, 1000, 2000], Bounds(new SoakBound(DeliveryMode.Hold, 3, 4)));

    [Fact]
    public void Of_LargeConcurrency_IsThePrefetchOfTheSdk() =>
        Assert.Equal(80, new SoakBound(DeliveryMode.Handoff, 3, 40).Of(SoakFault.KillWorker));

    private static IEnumerable<long> Bounds(SoakBound bound) => All.Select(bound.Of);
}
