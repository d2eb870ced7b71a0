using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

/// <summary>A message that failed goes elsewhere while somebody else has credit.</summary>
public sealed class TriedDestinationTests
{
    [Fact]
    public void TryPick_FailedAtSome_GoesToAnother()
    {
        var group = new[] { Fleet.Destination(0, limit: 9), Fleet.Destination(1, limit: 9), Fleet.Destination(2, limit: 9) };
        var (picker, snapshot) = (Fleet.Picker(new ScriptedPolicy(candidates => candidates[0])), Fleet.Snapshot(group));

        Assert.Same(group[2], picker.TryPick(snapshot, "k", Tried("b,a")));
        Assert.Same(group[0], picker.TryPick(snapshot, "k", Fleet.Properties));
    }

    [Theory]
    [InlineData("a,b,c")]
    [InlineData("z")]
    [InlineData("")]
    [InlineData(",,")]
    public void TryPick_FailedEverywhereOrNowhereHere_GoesToAny(string tried)
    {
        var group = new[] { Fleet.Destination(0, limit: 9), Fleet.Destination(1, limit: 9), Fleet.Destination(2, limit: 9) };

        Assert.Same(group[0], Fleet.Picker(new ScriptedPolicy(candidates => candidates[0])).TryPick(Fleet.Snapshot(group), "k", Tried(tried)));
    }

    [Fact]
    public void TryPick_TheOthersHaveNoCredit_GoesWhereItFailedBefore()
    {
        var group = new[] { Fleet.Destination(0, limit: 9), Fleet.Destination(1, limit: 0) };

        Assert.Same(group[0], Fleet.Picker(new ScriptedPolicy(candidates => candidates[0])).TryPick(Fleet.Snapshot(group), "k", Tried("a")));
    }

    [Fact]
    public void TryPick_ThePolicyTakesNoOther_GoesWhereItFailedBefore()
    {
        var group = new[] { Fleet.Destination(0, limit: 9), Fleet.Destination(1, limit: 9) };
        var strict = new ScriptedPolicy(candidates => candidates.FirstOrDefault(c => c.Name == "a")!);

        Assert.Same(group[0], Fleet.Picker(strict).TryPick(Fleet.Snapshot(group), "k", Tried("a")));
    }

    private static MessageProperties Tried(string names) => new() { Headers = new Dictionary<string, object?> { [HeaderNames.Tried] = names } };
}
