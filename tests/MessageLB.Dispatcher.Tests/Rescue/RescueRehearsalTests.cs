using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue.Rehearsing;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

public sealed class RescueRehearsalTests
{
    // A clock that stands still: the rehearsal goes by its own.
    private static readonly ManualTimeProvider Time = new();
    private static readonly FlowParts Parts = new(new DispatcherIdentity("test"), RoutingPolicyRegistry.BuiltIn, static () => [], new DebugDecisions(Time), 1 << 20, Time);

    [Fact]
    public async Task Rehearsal_Run_RescuesItsMessageAndEnds() =>
        Assert.Equal(1, await RescueRehearsal.RunAsync(Parts, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Rehearsal_StoppedBefore_EndsWithoutARescue() =>
        Assert.Equal(0, await RescueRehearsal.RunAsync(Parts, new CancellationToken(canceled: true)));
}
