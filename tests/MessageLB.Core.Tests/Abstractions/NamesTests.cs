using System.Text;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Orders-2_b", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("a.b", false)]
    [InlineData("a b", false)]
    [InlineData("*", false)]
    [InlineData("#", false)]
    [InlineData("zürich", false)]
    [InlineData("a\n", false)]
    [InlineData("a/b", false)]
    public void IsValid_Name_AsDocumented(string? name, bool valid) => Assert.Equal(valid, Names.IsValid(name));

    [Fact]
    public void Queues_OfGroupAndDestination_AreTheDocumentedOnes()
    {
        var instance = new WorkerInstance("orders", "a", "pod-1");

        Assert.Equal("messagelb.in.orders", Names.IngressQueue("orders"));
        Assert.Equal("messagelb.work.orders.a", Names.WorkQueue("orders", "a"));
        Assert.Equal("messagelb.dead.orders", Names.DeadQueue("orders"));
        Assert.Equal("messagelb.presence.orders.a.pod-1", Names.PresenceQueue(instance));
        Assert.Equal("heartbeat.orders.a", Names.HeartbeatKey("orders", "a"));
        Assert.Equal("command.orders.a", Names.CommandKey("orders", "a"));
        Assert.Equal("orders/a/pod-1", instance.ToString());
        Assert.True(TopicPattern.Matches(Names.AllHeartbeats, Names.HeartbeatKey("orders", "a")));
    }

    [Fact]
    public void Queues_OfTheLongestNames_FitAmqp()
    {
        var longest = new string('x', Names.MaxLength);

        Assert.InRange(Encoding.UTF8.GetByteCount(Names.PresenceQueue(new WorkerInstance(longest, longest, longest))), 200, 255);
    }
}
