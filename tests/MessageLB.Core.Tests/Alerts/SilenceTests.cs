using MessageLB.Core.Alerts;
using Xunit;

namespace MessageLB.Core.Tests.Alerts;

public sealed class SilenceTests
{
    private static readonly AlertKey Key = new("MessageLBDestinationDown", "orders", "a");

    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData("messagelbdestinationdown", "Orders", "A", null, true)]
    [InlineData("MessageLBDestination*", null, null, null, true)]
    [InlineData("*", "*", "*", AlertSeverity.Warning, true)]
    [InlineData("MessageLBDestination", null, null, null, false)]
    [InlineData(null, "order", null, null, false)]
    [InlineData(null, null, "b*", null, false)]
    [InlineData(null, null, null, AlertSeverity.Info, false)]
    [InlineData(null, null, null, AlertSeverity.Critical, true)]
    public void Covers_Patterns_AreNamesOrTheirBeginnings(string? alert, string? group, string? destination, AlertSeverity? most, bool expected)
    {
        var silence = new Silence { Id = "s", Alert = alert, Group = group, Destination = destination, MaxSeverity = most };

        Assert.Equal(expected, silence.Covers(AlertRules.DestinationDown, Key));
    }

    [Fact]
    public void InForce_AtItsEnd_IsOver()
    {
        var book = new SilenceBook();
        var silence = new Silence { Id = "s", Until = AlertBookRig.Start };
        Assert.True(book.Add(silence, AlertBookRig.Start - TimeSpan.FromSeconds(1)));

        Assert.Equal([silence], book.InForce(AlertBookRig.Start - TimeSpan.FromTicks(1)));
        Assert.Empty(book.InForce(AlertBookRig.Start));
        Assert.False(book.Remove("s"));
    }

    [Fact]
    public void Add_AsManyAsMayBe_IsRefusedUntilOneIsOver()
    {
        var book = new SilenceBook();
        for (var i = 0; i < SilenceBook.Most; i++) Assert.True(book.Add(new Silence { Id = $"{i}", Until = i == 0 ? AlertBookRig.Start : null }, AlertBookRig.Start - TimeSpan.FromSeconds(1)));

        Assert.False(book.Add(new Silence { Id = "x" }, AlertBookRig.Start - TimeSpan.FromSeconds(1)));
        Assert.True(book.Add(new Silence { Id = "x" }, AlertBookRig.Start));
        Assert.True(book.Remove("x"));
    }

    [Fact]
    public void Configure_SilencesOfTheConfiguration_StandFirstAndAreNotRemoved()
    {
        var book = new SilenceBook();
        book.Add(new Silence { Id = "made" }, AlertBookRig.Start);
        book.Configure([new Silence { Id = "config-1", IsConfigured = true }]);

        Assert.False(book.Remove("config-1"));
        Assert.Equal(["config-1", "made"], book.InForce(AlertBookRig.Start).Select(s => s.Id));
    }
}
