using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Sessions;

/// <summary>When a session is given up because nothing comes back in it.</summary>
public sealed class DeafnessWatchTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryTransport _transport = new();
    private readonly BrokerState _broker;
    private readonly RegistryClock _clock;
    private ITransportSession _session = null!;
    private DeafnessWatch _watch = null!;

    public DeafnessWatchTests()
    {
        _broker = new BrokerState(_transport);
        _clock = new RegistryClock(_time);
        _clock.Attend(true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _session = await _transport.OpenAsync(new SessionOptions { ClientName = "dispatcher" }, Token);
        _watch = new DeafnessWatch(_session, _clock, _broker, _time, NullLogger.Instance);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Run_NothingComesBack_EndsTheSessionWithAReason()
    {
        var running = _watch.RunAsync(_session.Ended);
        _clock.Hear();
        Pass(8);

        await Eventually.TrueAsync(
            () =>
            {
                Pass(5);
                return ValueTask.FromResult(_session.EndReason is not null);
            },
            "the session ends",
            Token);

        Assert.Equal("Nothing that this dispatcher says has come back to it for 4.5 s", _session.EndReason);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void IsDeafForTooLong_NeverHeardItself_IsFalse()
    {
        Pass(100);

        Assert.Equal(20, Looks(20));
    }

    [Fact]
    public void IsDeafForTooLong_NothingComesBack_IsTrueAtTheNinthLook()
    {
        _clock.Hear();
        Pass(8);

        Assert.Equal(8, Looks(20));
    }

    [Fact]
    public void IsDeafForTooLong_SomethingComesBack_BeginsAnew()
    {
        _clock.Hear();
        Pass(8);
        Looks(8);

        _clock.Hear();

        Assert.Equal(1, Looks(1));
        Pass(8);
        Assert.Equal(8, Looks(20));
    }

    [Fact]
    public void IsDeafForTooLong_BrokerTakesNoPublishes_IsFalseAndBeginsAnewAfterwards()
    {
        _clock.Hear();
        Pass(8);
        Looks(8);

        _broker.Blocked("low on memory");

        Assert.Equal(20, Looks(20));
        _broker.Blocked(null);
        Assert.Equal(8, Looks(20));
    }

    private void Pass(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _clock.Now();
        }
    }

    /// <summary>Looks until it is true, and returns how often it was not.</summary>
    private int Looks(int most)
    {
        var looks = 0;
        while (looks < most && !_watch.IsDeafForTooLong()) looks++;
        return looks;
    }
}
