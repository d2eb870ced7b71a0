using System.Net.Sockets;

namespace MessageLB.RabbitMq;

/// <summary>
/// A socket's stream that sends together what was written one by one. RabbitMQ.Client writes and flushes each command by itself, so a hop that publishes
/// thousands of messages a second spends most of its time in system calls; here what is written while the last send is under way goes with the next. Bytes
/// keep their order and memory is bounded: two buffers, and whoever finds both full waits. A write returns before its bytes are sent, so a fault shows at one of the
/// writes after it, and at the reader at once. One writer at a time, as streams are.
/// </summary>
/// <param name="socket">Connected; closed with the stream.</param>
internal sealed class CoalescingStream(Socket socket) : NetworkStream(socket, ownsSocket: true), IThreadPoolWorkItem
{
    /// <summary>Size of each of the two buffers in bytes: more than 200 small messages.</summary>
    public const int BufferSize = 64 * 1024;

    private readonly Socket _socket = socket;
    private readonly Lock _lock = new();
    private byte[] _filling = new byte[BufferSize];
    private byte[] _sending = new byte[BufferSize];
    private int _filled;
    private bool _isSending;
    private Exception? _fault;
    private TaskCompletionSource? _room;

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public override void WriteByte(byte value) => Write([value], 0, 1);

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = TryWrite(buffer.Span);
        return written == buffer.Length ? ValueTask.CompletedTask : WriteRestAsync(buffer[written..], cancellationToken);
    }

    /// <summary>Sends what has gathered, until nothing has.</summary>
    void IThreadPoolWorkItem.Execute() => SendAsync().Observe();

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        while (rest.Length > 0)
        {
            await RoomAsync().WaitAsync(cancellationToken);
            rest = rest[TryWrite(rest.Span)..];
        }
    }

    // As much as fits.
    private int TryWrite(ReadOnlySpan<byte> bytes)
    {
        bool start;
        int fits;
        lock (_lock)
        {
            if (_fault is { } fault) throw new IOException($"The connection was lost: {fault.Message}", fault);
            fits = Math.Min(bytes.Length, BufferSize - _filled);
            bytes[..fits].CopyTo(_filling.AsSpan(_filled));
            _filled += fits;
            start = fits > 0 && !_isSending;
            _isSending |= start;
        }

        // Not here: while this thread writes what follows, another sends, and what is written meanwhile goes together.
        if (start) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return fits;
    }

    private Task RoomAsync()
    {
        lock (_lock)
        {
            if (_fault is not null || _filled < BufferSize) return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (Take() is { Length: > 0 } batch)
            {
                for (var rest = batch; rest.Length > 0;) rest = rest[await _socket.SendAsync(rest, SocketFlags.None)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Fail(e);
        }
    }

    // Empty, and the sending over, if nothing has gathered.
    private ReadOnlyMemory<byte> Take()
    {
        TaskCompletionSource? room;
        ReadOnlyMemory<byte> batch;
        lock (_lock)
        {
            (_filling, _sending) = (_sending, _filling);
            batch = _sending.AsMemory(0, _filled);
            _isSending = _filled > 0;
            _filled = 0;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        return batch;
    }

    private void Fail(Exception fault)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _fault = fault;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
    }
}
