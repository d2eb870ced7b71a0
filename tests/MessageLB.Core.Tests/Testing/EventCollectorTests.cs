using System.Diagnostics;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Testing;

public sealed class EventCollectorTests
{
    private readonly string _name = $"test-{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_WrittenLater_IsAwaited()
    {
        using var collector = new EventCollector(_name);
        using var listener = new DiagnosticListener(_name);
        var waiting = collector.FirstAsync<string>("Moved", to => to == "b", Token);

        listener.Write("Moved", "a");
        listener.Write("Stopped", "b");
        listener.Write("Moved", "b");

        Assert.Equal("b", await waiting);
        Assert.Equal([("Moved", "a"), ("Stopped", "b"), ("Moved", "b")], collector.Events.Select(e => (e.Name, (string)e.Payload!)));
        Assert.Equal("a", (await collector.FirstAsync("Moved", Token)).Payload);
    }

    [Fact]
    public void Collect_OtherListenerOrDisposed_IsNotCollected()
    {
        using var other = new DiagnosticListener(_name + "-other");
        using var listener = new DiagnosticListener(_name);
        var collector = new EventCollector(_name);

        other.Write("Moved", null);
        collector.Dispose();
        listener.Write("Moved", null);

        Assert.Empty(collector.Events);
        Assert.False(listener.IsEnabled());
    }
}
