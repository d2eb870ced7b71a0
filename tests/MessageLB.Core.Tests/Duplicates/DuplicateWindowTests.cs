using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Duplicates;
using MessageLB.Core.Hashing;
using MessageLB.Core.Tests.Generators;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Duplicates;

public sealed class DuplicateWindowTests
{
    private const int Most = 3;

    private static readonly Gen<(int Kind, string Id, int Seconds)> AnyCommand =
        Gen.Choose(0, 4).SelectMany(kind => Gen.Elements("a", "b", "c", "d", "e").SelectMany(id => Gen.Choose(1, 6).Select(seconds => (kind, id, seconds))));

    [Fact]
    public void Window_AnyUse_KnowsWhatIsUnderWayAndTheLatestTaken() => RandomCommands.Check(AnyCommand, commands =>
    {
        var window = new DuplicateWindow(Most, TimeSpan.FromSeconds(10));
        var underWay = new HashSet<string>();
        var taken = new List<(string Id, TimeSpan At)>(); // the oldest first
        var now = TimeSpan.Zero;
        foreach (var (kind, text, seconds) in commands)
        {
            var id = new PublishedId("shop", text);
            switch (kind)
            {
                case 0:
                    now += TimeSpan.FromSeconds(seconds);
                    break;
                case 1 or 2:
                    taken.RemoveAll(t => now - t.At > TimeSpan.FromSeconds(10));
                    var isNew = !underWay.Contains(text) && taken.TrueForAll(t => t.Id != text);
                    Assert.Equal(isNew, window.TryBegin(id, now));
                    if (isNew) underWay.Add(text);
                    break;
                case 3 when underWay.Remove(text):
                    window.Taken(id, now);
                    taken.Add((text, now));
                    taken.RemoveAll(t => now - t.At > TimeSpan.FromSeconds(10));
                    if (taken.Count > Most) taken.RemoveAt(0);
                    Assert.Equal(underWay.Count + taken.Count, window.Count);
                    break;
                case 4:
                    window.Forget(id);
                    underWay.Remove(text);
                    break;
            }
        }
    });

    [Fact]
    public void Taken_AfterItWasForgotten_IsKnownAllTheSame()
    {
        var window = new DuplicateWindow(Most, TimeSpan.FromSeconds(10));
        var id = new PublishedId(string.Empty, "m");
        Assert.True(window.TryBegin(id, TimeSpan.Zero));
        window.Forget(id);

        window.Taken(id, TimeSpan.Zero);

        Assert.False(window.TryBegin(id, TimeSpan.FromSeconds(10)));
        Assert.True(window.TryBegin(id, TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void TryBegin_TheSameIdOfTwoPublishers_AreTwo()
    {
        var window = new DuplicateWindow(Most, TimeSpan.FromSeconds(10));

        Assert.True(window.TryBegin(IdOf("m", "one"), TimeSpan.Zero));
        Assert.True(window.TryBegin(IdOf("m", "other"), TimeSpan.Zero));
        Assert.True(window.TryBegin(IdOf("m", null), TimeSpan.Zero));
        Assert.False(window.TryBegin(IdOf("m", "one"), TimeSpan.Zero));
    }

    [Theory]
    [InlineData(Names.IngressExchange, false, "m")]
    [InlineData("", false, "m")] // a publisher may use the default exchange too
    [InlineData(Names.IngressExchange, true, "m")] // and may write what headers it likes
    [InlineData("", true, null)] // sent on by us: a wait that is over, a forwarded one
    public void Of_Delivery_HasAnIdentityUnlessWeSentItOn(string exchange, bool withOurHeaders, string? expected)
    {
        var headers = withOurHeaders ? new Dictionary<string, object?> { [HeaderNames.RoutingKey] = "order.new" } : null;
        var delivery = new Delivery(1, exchange, "order.new", false, new MessageProperties { MessageId = "m", Headers = headers }, default);

        var id = PublishedId.Of(delivery, new KeySource(KeyField.MessageId));

        Assert.Equal((expected is not null, expected), (id.IsKnown, id.Id));
    }

    [Fact]
    public void Of_DeliveryWithoutId_HasNone() =>
        Assert.False(PublishedId.Of(new Delivery(1, Names.IngressExchange, "order.new", false, new MessageProperties(), default), new KeySource(KeyField.MessageId)).IsKnown);

    private static PublishedId IdOf(string id, string? publisher) =>
        PublishedId.Of(new Delivery(1, Names.IngressExchange, "order.new", false, new MessageProperties { MessageId = id, AppId = publisher }, default), new KeySource(KeyField.MessageId));
}
