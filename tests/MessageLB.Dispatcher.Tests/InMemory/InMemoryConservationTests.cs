using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>Many sessions at once, killed at random: what was confirmed is handled, whole, and the books balance.</summary>
public sealed class InMemoryConservationTests : EmbeddedBroker
{
    private const int Workers = 6;
    private const int Messages = 20_000;

    private readonly ConcurrentDictionary<int, bool> _handled = new();
    private readonly ConcurrentDictionary<int, bool> _handledAsNew = new();
    private readonly TaskCompletionSource _allHandled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _corrupt;
    private int _redeliveriesNotMarked;

    [Fact]
    public async Task Sessions_KilledAtRandom_LoseAndCorruptNothing()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var sender = await OpenAsync("sender");
        var queue = await DeclareQueueAsync(sender);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var workers = Enumerable.Range(0, Workers).Select(i => RunWorkerAsync($"worker {i}", queue, new Random(seed + i), stopping.Token)).ToArray();

        await PublishAllAsync(sender, queue, new Random(seed - 1));
        await _allHandled.Task.OrFailAsync(() => $"all messages to be handled; {_handled.Count} of {Messages} are", Token);
        await stopping.CancelAsync();
        await Task.WhenAll(workers);

        Assert.Equal(Messages, _handled.Count);
        Assert.Equal((0, 0), (_corrupt, _redeliveriesNotMarked));
        var left = new ConcurrentQueue<int>();
        await DrainAsync(queue, left);
        Assert.All(left, number => Assert.True(_handled.ContainsKey(number), $"{number} was left and never handled"));
    }

    private async Task PublishAllAsync(ITransportSession session, string queue, Random random)
    {
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, Token);
        for (var number = 0; number < Messages; number++)
        {
            await publisher.PublishAsync(string.Empty, queue, new MessageProperties(), BodyOf(number, random.Next(0, 400)), (ulong)number);
            // Lets a session die in the middle of the flow, not only at its end.
            if (number % 500 == 0) Transport.EndSession($"worker {random.Next(Workers)}", "killed at random");
        }

        await outcomes.TakeAsync(Messages, Token);
        Assert.All(outcomes.Outcomes, o => Assert.Equal(PublishOutcome.Confirmed, o.Outcome));
    }

    private async Task RunWorkerAsync(string name, string queue, Random random, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await using var session = await Transport.OpenAsync(new SessionOptions { ClientName = name }, CancellationToken.None);
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var ended = session.Ended.Register(over.SetResult);
            await using var stopped = stopping.Register(() => over.TrySetResult());
            var handler = new Handler(this, random);
            try
            {
                handler.Attach(await session.ReceiveAsync(new ReceiveOptions { Queue = queue, Prefetch = random.Next(1, 40) }, handler, CancellationToken.None));
            }
            catch (SessionEndedException)
            {
                continue;
            }

            await over.Task;
        }
    }

    private async Task DrainAsync(string queue, ConcurrentQueue<int> left)
    {
        var session = await OpenAsync("drain");
        var handler = RecordingDeliveryHandler.Acking();
        var ready = (int)(await DepthAsync(session, queue))!.Value.Ready;
        await ReceiveAsync(session, queue, handler);
        foreach (var message in await handler.TakeAsync(ready, Token)) left.Enqueue(BinaryPrimitives.ReadInt32LittleEndian(message.Body));
    }

    /// <summary>A number, some bytes, and the hash of both.</summary>
    private static byte[] BodyOf(int number, int extra)
    {
        var body = new byte[4 + extra + 32];
        BinaryPrimitives.WriteInt32LittleEndian(body, number);
        body.AsSpan(4, extra).Fill((byte)number);
        SHA256.HashData(body.AsSpan(0, 4 + extra), body.AsSpan(4 + extra));
        return body;
    }

    private void OnHandled(in Delivery delivery, ReadOnlySpan<byte> body)
    {
        if (!SHA256.HashData(body[..^32]).AsSpan().SequenceEqual(body[^32..])) Interlocked.Increment(ref _corrupt);
        var number = BinaryPrimitives.ReadInt32LittleEndian(body);
        // A handler of a killed session runs on, so the copy that is no redelivery may well come second; but there is one only.
        if (!delivery.Redelivered && !_handledAsNew.TryAdd(number, true)) Interlocked.Increment(ref _redeliveriesNotMarked);
        _handled.TryAdd(number, true);
        if (_handled.Count == Messages) _allHandled.TrySetResult();
    }

    private sealed class Handler(InMemoryConservationTests test, Random random) : IDeliveryHandler
    {
        private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Attach(IReceiver receiver) => _receiver.SetResult(receiver);

        public async ValueTask HandleAsync(Delivery delivery)
        {
            var receiver = await _receiver.Task;
            switch (random.Next(10))
            {
                case 0:
                    await receiver.ReturnAsync(delivery.Tag);
                    return;
                case 1:
                    // Settles first and reads on: the memory must not be reused yet.
                    await receiver.AckAsync(delivery.Tag, multiple: false);
                    await Task.Yield();
                    break;
                default:
                    await Task.Yield();
                    await receiver.AckAsync(delivery.Tag, multiple: false);
                    break;
            }

            test.OnHandled(delivery, delivery.Body.Span);
        }
    }
}
