using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Framing;

/// <summary>Takes publishes; the test tells their outcomes. As every publisher it tells the last ones when it is disposed.</summary>
internal sealed class PlayedPublisher(IPublishOutcomeHandler outcomes) : IPublisher
{
    private readonly Lock _lock = new();
    private readonly HashSet<ulong> _unconfirmed = [];

    public Recorder<FramePublish> Published { get; } = new("publishes");

    /// <summary>What a publish waits for before it is taken. Default nothing.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What publishes throw from now on.</summary>
    public Exception? Throws { get; set; }

    public async ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        await Gate;
        if (Throws is { } exception) throw exception;
        var copy = new MessageProperties();
        copy.CopyFrom(properties);
        lock (_lock)
        {
            if (!_unconfirmed.Add(correlation)) throw new InvalidOperationException($"Two publishes under {correlation} are unconfirmed.");
        }

        Published.Add(new FramePublish(exchange + routingKey, copy, body.ToArray(), correlation));
    }

    /// <summary>Tells what became of a publish.</summary>
    public void Tell(FramePublish publish, PublishOutcome outcome = PublishOutcome.Confirmed)
    {
        lock (_lock) _unconfirmed.Remove(publish.Correlation);
        outcomes.OnOutcome(publish.Correlation, outcome);
    }

    public ValueTask DisposeAsync()
    {
        ulong[] left;
        lock (_lock)
        {
            left = [.. _unconfirmed];
            _unconfirmed.Clear();
        }

        foreach (var correlation in left) outcomes.OnOutcome(correlation, PublishOutcome.Unknown);
        return ValueTask.CompletedTask;
    }
}
