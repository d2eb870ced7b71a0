using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Sticky;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Sticky;

public sealed class StickyTableTests
{
    private static readonly Gen<(int Kind, ulong Key, int Value)> AnyCommand =
        Gen.Choose(0, 2).SelectMany(kind => Gen.Choose(0, 6).SelectMany(key => Gen.Choose(1, 9).Select(value => (kind, (ulong)key, value))));

    [Fact]
    public void Table_AnyUse_RemembersTheLastUsedKeysForTheirTime() => RandomCommands.Check(AnyCommand, commands =>
    {
        var table = new StickyTable(4, Seconds(10));
        var model = new List<(ulong Key, string Destination, TimeSpan UsedAt)>(); // the oldest first
        var now = TimeSpan.Zero;
        foreach (var (kind, key, value) in commands)
        {
            var known = model.FindIndex(entry => entry.Key == key);
            switch (kind)
            {
                case 0:
                    now += Seconds(value);
                    break;
                case 1:
                    table.Learn(key, $"d{value}", now);
                    if (known >= 0) model.RemoveAt(known);
                    else if (model.Count == 4) model.RemoveAt(0);
                    model.Add((key, $"d{value}", now));
                    break;
                default:
                    var alive = known >= 0 && now - model[known].UsedAt <= Seconds(10);
                    Assert.Equal(alive ? model[known].Destination : null, table.Find(key, now));
                    if (!alive) break;
                    model.Add(model[known] with { UsedAt = now });
                    model.RemoveAt(known);
                    break;
            }

            Assert.Equal(model.Count, table.Count);
        }
    });

    [Fact]
    public void Learn_OneKeyOnly_ReplacesIt()
    {
        var table = new StickyTable(1, Seconds(10));
        table.Learn(1, "a", TimeSpan.Zero);

        table.Learn(2, "b", TimeSpan.Zero);

        Assert.Null(table.Find(1, TimeSpan.Zero));
        Assert.Equal("b", table.Find(2, TimeSpan.Zero));
    }

    private static TimeSpan Seconds(int value) => TimeSpan.FromSeconds(value);
}
