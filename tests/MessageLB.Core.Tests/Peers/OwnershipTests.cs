using MessageLB.Core.Peers;
using Xunit;

namespace MessageLB.Core.Tests.Peers;

/// <summary>Who does what only one dispatcher should do.</summary>
public sealed class OwnershipTests
{
    private const int Destinations = 1000;

    [Fact]
    public void OwnerOf_EverybodysView_IsTheSame()
    {
        var names = Names(5);
        var views = names.Select(self => View(self, names)).ToList();

        foreach (var destination in Works()) Assert.Single(views.Select(v => v.OwnerOf("orders", destination)).Distinct());
    }

    [Fact]
    public void OwnerOf_ManyDestinations_AreSpreadEvenly()
    {
        var names = Names(4);

        var owned = Works().CountBy(w => View("d0", names).OwnerOf("orders", w)!).Select(c => c.Value).ToList();

        // Four of a thousand at random: the standard deviation is 14.
        Assert.Equal(4, owned.Count);
        Assert.All(owned, count => Assert.InRange(count, 190, 310));
    }

    [Fact]
    public void OwnerOf_OneGoes_MovesOnlyWhatWasItsOwn()
    {
        var before = View("d0", Names(5));
        var after = View("d0", [.. Names(5).Where(n => n != "d3")]);

        var moved = Works().Where(w => before.OwnerOf("orders", w) != after.OwnerOf("orders", w)).ToList();

        Assert.NotEmpty(moved);
        Assert.All(moved, w => Assert.Equal("d3", before.OwnerOf("orders", w)));
        Assert.Equal(Works().Count(w => before.OwnerOf("orders", w) == "d3"), moved.Count);
    }

    [Fact]
    public void OwnerOf_OneComes_GetsAllThatMoves()
    {
        var before = View("d0", Names(5));
        var after = View("d0", [.. Names(5), "new"]);

        var moved = Works().Where(w => before.OwnerOf("orders", w) != after.OwnerOf("orders", w)).ToList();

        Assert.InRange(moved.Count, 110, 230);
        Assert.All(moved, w => Assert.Equal("new", after.OwnerOf("orders", w)));
    }

    [Fact]
    public void OwnerOf_OneDestinationInTwoGroups_IsChosenApart()
    {
        var peers = new DispatcherPeers("d0");
        peers.Serve(["orders", "bills"]);
        peers.OnBeat(new DispatcherBeat { Id = "d1", Sequence = 1, Groups = ["orders", "bills"] }, default, []);

        Assert.Contains(Works(), w => peers.Snapshot.OwnerOf("orders", w) != peers.Snapshot.OwnerOf("bills", w));
    }

    [Fact]
    public void OwnerOf_OnlySomeServeTheGroup_IsOneOfThem()
    {
        var peers = new DispatcherPeers("d0");
        peers.Serve(["orders"]);
        peers.OnBeat(new DispatcherBeat { Id = "d1", Sequence = 1, Groups = ["bills"] }, default, []);

        Assert.All(Works(), w => Assert.Equal(("d0", "d1", null), (peers.Snapshot.OwnerOf("orders", w), peers.Snapshot.OwnerOf("bills", w), peers.Snapshot.OwnerOf("none", w))));
    }

    [Theory]
    [InlineData("orders", "a", "d2")]
    [InlineData("orders", "b", "d1")]
    [InlineData("bills", "a", "d0")]
    public void OwnerOf_GivenNames_IsTheSameInEveryVersion(string group, string destination, string owner)
    {
        var peers = new DispatcherPeers("d0");
        peers.Serve(["orders", "bills"]);
        foreach (var other in (string[])["d1", "d2"]) peers.OnBeat(new DispatcherBeat { Id = other, Sequence = 1, Groups = ["orders", "bills"] }, default, []);

        Assert.Equal(owner, peers.Snapshot.OwnerOf(group, destination));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"d{i}")];

    private static IEnumerable<string> Works() => Enumerable.Range(0, Destinations).Select(i => $"w{i}");

    private static PeersSnapshot View(string self, string[] all)
    {
        var peers = new DispatcherPeers(self);
        peers.Serve(["orders"]);
        foreach (var other in all.Reverse()) peers.OnBeat(new DispatcherBeat { Id = other, Sequence = 1, Groups = ["orders"] }, default, []);
        return peers.Snapshot;
    }
}
