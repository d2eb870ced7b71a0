using MessageLB.Transport;

namespace MessageLB.Testing;

/// <summary>Records a copy of every delivery, and then does what the test says, by default nothing.</summary>
/// <param name="then">What happens before the next delivery may come; gets the receiver, for settling.</param>
public sealed class RecordingDeliveryHandler(Func<IReceiver, Delivery, ValueTask>? then = null) : IDeliveryHandler
{
    private readonly Recorder<ReceivedMessage> _received = new("deliveries");
    private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _mostAtOnce;

    /// <summary>Every delivery so far.</summary>
    public IReadOnlyList<ReceivedMessage> Received => _received.Items;

    /// <summary>Most calls of the handler that ran at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>A handler that acknowledges each delivery at once.</summary>
    public static RecordingDeliveryHandler Acking() => new(async (receiver, delivery) => await receiver.AckAsync(delivery.Tag, multiple: false));

    /// <summary>Waits for at least <paramref name="count"/> deliveries and returns the first that many.</summary>
    public Task<IReadOnlyList<ReceivedMessage>> TakeAsync(int count, CancellationToken cancellationToken) => _received.TakeAsync(count, cancellationToken);

    /// <summary>Waits for the first delivery with this body.</summary>
    public Task<ReceivedMessage> FirstAsync(string text, CancellationToken cancellationToken) =>
        _received.FirstAsync(m => m.Text == text, $"'{text}'", cancellationToken);

    /// <summary>Tells the receiver that deliveries are settled through; deliveries that come earlier wait for it.</summary>
    public void Attach(IReceiver receiver) => _receiver.TrySetResult(receiver);

    /// <inheritdoc />
    public async ValueTask HandleAsync(Delivery delivery)
    {
        var running = Interlocked.Increment(ref _running);
        if (running > Volatile.Read(ref _mostAtOnce)) Volatile.Write(ref _mostAtOnce, running);
        try
        {
            _received.Add(ReceivedMessage.Of(delivery));
            if (then is not null) await then(await _receiver.Task, delivery);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
