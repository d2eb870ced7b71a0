using MessageLB.CommandLine.Transports;
using MessageLB.InMemory;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Transports;

public sealed class QueuesOfGroupsTests
{
    private readonly InMemoryTransport _transport = new(new InMemoryOptions());
    private readonly List<string> _notes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_MoreGroupsThanSessions_LeavesNoQueueAndSaysNothing()
    {
        var groups = Enumerable.Range(0, 50).Select(i => GroupQueueNames.Of($"g{i}", ["a", "b"]).ToList()).ToList();
        await using var session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        foreach (var queue in groups.SelectMany(g => g)) await session.Topology.DeclareQueueAsync(new QueueSpec { Name = queue }, Token);

        await new QueuesOfGroups(_transport, groups, _notes.Add).DisposeAsync();

        foreach (var queue in groups.SelectMany(g => g)) Assert.Null(await session.Topology.InspectAsync(queue, Token));
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Dispose_TheBrokerIsAway_SaysOnceHowManyAreLeft()
    {
        _transport.Unavailable = true;

        await new QueuesOfGroups(_transport, [.. Enumerable.Range(0, 1000).Select(i => GroupQueueNames.Of($"g{i}", []))], _notes.Add).DisposeAsync();

        Assert.StartsWith($"The queues of 1000 of 1000 groups are left behind at {_transport.Address}: ", Assert.Single(_notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_GroupWithADestination_NamesAllThatItsProcessesDeclare() => Assert.Equal(
        ["messagelb.work.g.a", "messagelb.hold.g.a", "messagelb.in.g", "messagelb.retry.g", "messagelb.dead.g"],
        GroupQueueNames.Of("g", ["a"]));
}
