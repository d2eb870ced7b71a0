using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class CreditWindowRaceTests
{
    private const int Limit = 7;
    private const int Rounds = 1_000_000;

    [Fact]
    public async Task TryTake_ManyThreads_NeverExceedTheLimitAndLoseNoCredit()
    {
        var window = Windows.Of(Limit);
        var held = 0;
        var most = 0;
        var taken = 0L;

        void TakeAndReturn()
        {
            for (var i = 0; i < Rounds; i++)
            {
                if (!window.TryTake()) continue;
                Interlocked.Increment(ref taken);
                // Counted after the take and uncounted before the return: never more than what is really in flight.
                var now = Interlocked.Increment(ref held);
                if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
                Interlocked.Decrement(ref held);
                if (window.Return(1) != 1) throw new InvalidOperationException("credit taken could not be returned");
            }
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, TakeAndReturn, TakeAndReturn, TakeAndReturn, TakeAndReturn);

        Assert.InRange(most, 1, Limit);
        Assert.Equal((taken, taken, 0), (window.Taken, window.Returned, window.InFlight));
    }

    [Fact]
    public async Task Return_TooMuchFromTwoSides_NeverOpensTheWindowBeyondTheLimit()
    {
        var window = Windows.Of(Limit);
        var given = 0L;
        var outOfRange = 0;

        void Take()
        {
            for (var i = 0; i < Rounds; i++)
            {
                window.TryTake();
                if (window.InFlight is < 0 or > Limit) Interlocked.Increment(ref outOfRange);
            }
        }

        void ReturnTooMuch()
        {
            for (var i = 0; i < Rounds; i++) Interlocked.Add(ref given, window.Return(3));
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, Take, ReturnTooMuch, ReturnTooMuch);

        Assert.Equal(0, outOfRange);
        Assert.Equal(given, window.Returned);
        Assert.Equal(window.Taken - given, window.InFlight);
        Assert.InRange(window.InFlight, 0, Limit);
    }

    [Fact]
    public async Task Resize_WhileTaking_LeavesTheBooksExact()
    {
        var window = Windows.Of(1);
        var taken = 0L;

        void Take()
        {
            for (var i = 0; i < Rounds; i++)
            {
                if (!window.TryTake()) continue;
                Interlocked.Increment(ref taken);
                window.Return(1);
            }
        }

        void Resize()
        {
            for (var i = 0; i < Rounds; i++) window.Resize(i % 4);
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, Take, Take, Resize);

        Assert.Equal((taken, taken, 0), (window.Taken, window.Returned, window.InFlight));
    }
}
