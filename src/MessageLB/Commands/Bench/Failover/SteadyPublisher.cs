using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>Publishes at a steady rate until it is stopped; one that falls behind makes up for it.</summary>
internal sealed class SteadyPublisher(string group, double rate, PreciseTimer timer, TimeProvider time) : IPublishOutcomeHandler
{
    private const int Size = 256;

    private readonly BenchMessages _messages = new(group, Size);
    private readonly MessageProperties _properties = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _published;
    private int _confirmed;
    private volatile bool _ended;
    private volatile CommandFailedException? _failure;

    /// <summary>Messages that the broker has confirmed.</summary>
    public int Confirmed => Volatile.Read(ref _confirmed);

    /// <summary>Publishes until <paramref name="enough"/>; returns when everything is confirmed.</summary>
    public async Task RunAsync(ITransportSession session, CancellationToken enough, CancellationToken stop)
    {
        await using var publisher = await session.CreatePublisherAsync(new PublisherOptions(), this, stop);
        var start = time.GetTimestamp();
        while (!enough.IsCancellationRequested)
        {
            await timer.WaitUntilAsync(start + (long)(_published / rate * time.TimestampFrequency));
            stop.ThrowIfCancellationRequested();
            if (_failure is { } failure) throw failure;
            _properties.Clear();
            var body = _messages.Make(_published, _properties);
            await publisher.PublishAsync(Names.IngressExchange, _messages.RoutingKey, _properties, body, (ulong)_published);
            Interlocked.Increment(ref _published);
        }

        _ended = true;
        SettleIfAll();
        await _settled.Task.WaitAsync(stop);
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        if (outcome != PublishOutcome.Confirmed)
        {
            _failure = new CommandFailedException(ExitCodes.Unavailable, $"Message {correlation} was not taken by the broker ({outcome.ToString().ToLowerInvariant()}); the measurement is void.");
            _settled.TrySetException(_failure);
            return;
        }

        Interlocked.Increment(ref _confirmed);
        SettleIfAll();
    }

    private void SettleIfAll()
    {
        if (_ended && Volatile.Read(ref _confirmed) == Volatile.Read(ref _published)) _settled.TrySetResult();
    }
}
