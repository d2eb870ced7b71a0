using System.Runtime.CompilerServices;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Framing;

/// <summary>A sender of frames with a played publisher and manual time.</summary>
internal sealed class FrameRig : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(40);

    private readonly FrameSender _sender;
    private int _looks;

    public FrameRig(TimeSpan delay = default, int largest = int.MaxValue)
    {
        _sender = new FrameSender(
            Outcomes,
            Counters,
            "test",
            () =>
            {
                Interlocked.Increment(ref _looks);
                return delay;
            },
            largest,
            Time);
        Publisher = new PlayedPublisher(_sender);
        _sender.Start(Publisher, Faulted.SetResult);
    }

    public ManualTimeProvider Time { get; } = new();

    public RecordingOutcomeHandler Outcomes { get; } = new();

    public GroupCounters Counters { get; } = new();

    public PlayedPublisher Publisher { get; }

    public TaskCompletionSource Faulted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Fault => _sender.Fault;

    /// <summary>How often the sender has looked at a lane where something waited.</summary>
    public int Looks => Volatile.Read(ref _looks);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A destination that takes so many messages as one.</summary>
    public static DestinationState Destination(int frameSize, string name = "a", int slot = 0)
    {
        var destination = new DestinationState("g", name, slot);
        SetFrameSize(destination, frameSize);
        return destination;
    }

    /// <summary>Hands over a message with this number as its correlation, and <c>m</c> and the number as its id.</summary>
    public bool HandOver(DestinationState destination, int number, MessageProperties? properties = null, int bytes = 4)
    {
        properties ??= new MessageProperties();
        properties.MessageId = $"m{number}";
        return _sender.TryHandOver(destination, properties, new byte[bytes], (ulong)number);
    }

    /// <summary>Hands over two messages that leave by themselves and stay unconfirmed, so that what follows waits.</summary>
    public async Task<IReadOnlyList<FramePublish>> OccupyAsync(DestinationState destination)
    {
        Assert.True(HandOver(destination, 1));
        await PublishedAsync(1);
        Assert.True(HandOver(destination, 2));
        return await PublishedAsync(2);
    }

    /// <summary>Waits for so many publishes in all.</summary>
    public Task<IReadOnlyList<FramePublish>> PublishedAsync(int count) => Publisher.Published.TakeAsync(count, Token);

    /// <summary>Hands over a message that waits, and waits until the sender has looked at it.</summary>
    public async Task HandOverWaitingAsync(DestinationState destination, int number, int bytes = 4)
    {
        var armings = Time.Armings;
        Assert.True(HandOver(destination, number, bytes: bytes));
        await Time.WaitForArmingsAsync(armings + 1, Token);
    }

    public ValueTask DisposeAsync() => _sender.DisposeAsync();

    // Only the group's registry sets it; here the test is the registry.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_FrameSize")]
    private static extern void SetFrameSize(DestinationState destination, int value);
}
