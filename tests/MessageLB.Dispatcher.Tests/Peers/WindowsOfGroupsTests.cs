using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

public sealed class WindowsOfGroupsTests
{
    [Theory]
    [InlineData(false, 1, 10)]
    [InlineData(false, 4, 5)]
    [InlineData(true, 4, 10)] // those who stand by hand nothing over
    public void Tick_SeveralDispatchers_WindowIsSharedUnlessOneIsActiveAtATime(bool singleActive, int dispatchers, int limit)
    {
        var time = new ManualTimeProvider();
        var config = GroupConfig.Default with { SingleActive = singleActive, Destinations = [new DestinationConfig { Name = "a", Window = WindowConfig.Fixed(10) }] };
        var group = new GroupRuntime(config, "me", new RegistryClock(time), time, NullLogger.Instance);

        group.Tick(dispatchers);

        Assert.Equal(limit, group.All().Single().Credit.Limit);
    }
}
