using MessageLB.Core.Groups;
using MessageLB.Core.Kinds;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Kinds;

public sealed class KindBooksRaceTests
{
    private const int Rounds = 20_000;

    [Fact]
    public async Task Balance_WhilePicksTake_TakesNothingThatIsInFlight()
    {
        var table = new KindTable();
        table.Learn("short");
        table.Learn("long");
        var destination = new DestinationState("g", "a", 0) { Kinds = new KindBooks(table) };
        destination.Credit.Resize(int.MaxValue);
        var books = destination.Kinds;
        void Pick(int kind)
        {
            for (var i = 0; i < Rounds; i++) destination.TryTake(kind, null);
        }

        var balanced = false;
        void Balance()
        {
            for (var i = 0; i < Rounds; i++) balanced |= books.Balance(destination.Credit);
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, () => Pick(1), () => Pick(2), Balance);

        Assert.False(balanced);
        Assert.Equal((Rounds, Rounds, Rounds * 2), (books.InFlight(1), books.InFlight(2), destination.Credit.InFlight));
    }
}
