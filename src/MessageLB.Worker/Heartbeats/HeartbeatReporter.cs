using System.Buffers;
using MessageLB.Transport;
using MessageLB.Worker.Fencing;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Heartbeats;

/// <summary>
/// Sends heartbeats over whatever session is there. One is under way at a time; while the transport takes its time, early ones
/// are left out, which costs nothing, because the counters are cumulative. Handlers never wait for it. Thread-safe.
/// </summary>
internal sealed partial class HeartbeatReporter : IDisposable
{
    // A worker with slow heartbeats notices its pauses too: the broker closes a silent connection after a minute or so.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);

    private readonly WorkerBooks _books;
    private readonly IHeartbeatTicker _ticker;
    private readonly Attendance _attendance;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _key;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private volatile IControlBus? _bus;
    private volatile bool _sending;

    public HeartbeatReporter(WorkerSettings settings, WorkerBooks books, IHeartbeatTicker ticker, Attendance attendance, TimeProvider time, ILogger logger)
    {
        _books = books;
        _ticker = ticker;
        _attendance = attendance;
        _time = time;
        _logger = logger;
        _key = Names.HeartbeatKey(settings.Worker.Group, settings.Worker.Destination);
        books.DueSooner = ticker.Wake;
    }

    public void Start() => _ticker.Start(Tick);

    /// <summary>A session is ready: sends a heartbeat at once, and from now on when one is due.</summary>
    public void Attach(IControlBus bus)
    {
        _bus = bus;
        _books.ForceHeartbeat();
    }

    /// <summary>The session is over.</summary>
    public void Detach() => _bus = null;

    /// <summary>Sends the last heartbeat of a session and waits until the transport has taken it.</summary>
    public async Task SendLastAsync(CancellationToken cancellationToken)
    {
        if (_bus is not { } bus) return;
        _bus = null;
        var buffer = new ArrayBufferWriter<byte>(1024);
        HeartbeatCodec.Write(buffer, _books.TakeHeartbeat());
        await bus.SendAsync(_key, buffer.WrittenMemory, cancellationToken);
    }

    public void Dispose() => _ticker.Dispose();

    private TimeSpan Tick()
    {
        _attendance.Look(_time.GetTimestamp());
        var delay = SendDue();
        if (delay > LongestSleep) delay = LongestSleep;
        // While the transport takes its time nobody wakes this before it has; a pause must not hide behind that.
        _attendance.Expect(_sending ? LongestSleep : delay);
        return delay;
    }

    private TimeSpan SendDue()
    {
        while (true)
        {
            if (_bus is not { } bus || _sending)
            {
                _books.Unplan();
                return Timeout.InfiniteTimeSpan;
            }

            if (_books.TryTakeHeartbeat(out var untilDue) is not { } heartbeat) return untilDue;
            Send(bus, heartbeat);
        }
    }

    private void Send(IControlBus bus, Heartbeat heartbeat)
    {
        _buffer.ResetWrittenCount();
        HeartbeatCodec.Write(_buffer, heartbeat);
        try
        {
            var sent = bus.SendAsync(_key, _buffer.WrittenMemory, CancellationToken.None);
            if (sent.IsCompletedSuccessfully)
            {
                sent.GetAwaiter().GetResult();
                return;
            }

            _sending = true;
            _ = AwaitSentAsync(sent); // observes its own faults
        }
        catch (Exception e)
        {
            LogNotSent(heartbeat.Sequence, e.Message);
        }
    }

    private async Task AwaitSentAsync(ValueTask sent)
    {
        try
        {
            await sent;
        }
        catch (Exception e)
        {
            LogSendFailed(e.Message);
        }
        finally
        {
            _sending = false;
            _ticker.Wake();
        }
    }
}
