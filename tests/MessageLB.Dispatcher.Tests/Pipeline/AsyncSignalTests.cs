using MessageLB.Dispatcher.Pipeline;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Pipeline;

public sealed class AsyncSignalTests
{
    private readonly AsyncSignal _signal = new();

    [Fact]
    public void WaitAsync_SetBefore_CompletesAtOnceAndOnlyOnce()
    {
        _signal.Set();
        _signal.Set();

        Assert.True(_signal.WaitAsync().AsTask().IsCompletedSuccessfully);
        Assert.False(_signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Set_WhileWaiting_LetsTheWaiterGoAndLeavesNoMark()
    {
        var waiting = _signal.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        _signal.Set();
        await waiting;

        Assert.False(_signal.WaitAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task Set_NewsBetweenTwoMarks_IsNeverMissed()
    {
        const int rounds = 50_000;
        var cancellationToken = TestContext.Current.CancellationToken;
        var answer = new AsyncSignal();
        var (news, seen) = (0, 0);

        async Task TellAsync()
        {
            for (var round = 1; round <= rounds; round++)
            {
                // The first mark lets the other side look too soon; the second must bring it back.
                _signal.Set();
                Volatile.Write(ref news, round);
                _signal.Set();
                while (Volatile.Read(ref seen) < round) await answer.WaitAsync();
            }
        }

        async Task LookAsync()
        {
            while (seen < rounds)
            {
                await _signal.WaitAsync();
                if (Volatile.Read(ref news) == seen) continue;
                Volatile.Write(ref seen, seen + 1);
                answer.Set();
            }
        }

        var both = Task.WhenAll(Task.Run(TellAsync, cancellationToken), Task.Run(LookAsync, cancellationToken));
        await both.OrFailAsync(() => $"{rounds} rounds, of which {Volatile.Read(ref seen)} were seen", cancellationToken);

        Assert.Equal((rounds, rounds), (news, seen));
    }
}
