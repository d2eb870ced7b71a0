using System.Security.Cryptography;
using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>One run: dispatcher, workers and publisher in this process, over one transport, in a group of its own.</summary>
internal sealed class DevRun
{
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NoteLifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Messages under way at most when publishing as fast as possible: a full pipeline, not a backlog.</summary>
    private const int UnderWay = 4000;

    private readonly DevOptions _options;
    private readonly ITransport _transport;
    private readonly IDevScreen _screen;
    private readonly TimeProvider _time;
    private readonly DevLedger _ledger;
    private readonly DevMessages _messages;
    private readonly PacedPublisher _publisher;
    private readonly string _group = $"dev-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private volatile DevNote? _note;
    private volatile bool _ending;

    public DevRun(DevOptions options, ITransport transport, IDevScreen screen, TimeProvider time)
    {
        (_options, _transport, _screen, _time) = (options, transport, screen, time);
        _ledger = new DevLedger(options.Workers.Count, time);
        _messages = new DevMessages(_group, options);
        _publisher = new PacedPublisher(_messages, _ledger, options.Rate, time) { MaySend = MaySend };
    }

    /// <summary>Runs until everything is completed, nothing moves any more, or <paramref name="stop"/> and then everything sent is completed.</summary>
    /// <exception cref="CommandFailedException">The workers did not get ready.</exception>
    public async Task<DevResult> RunAsync(CancellationToken stop)
    {
        await new BrokerPreflight(_transport, _time).RunAsync(_options.Timeout < LongestConnect ? _options.Timeout : LongestConnect, Note, stop);
        await using var queues = new GroupQueues(_transport, _group, [.. _options.Workers.Select(w => w.Name)], NoteLast);
        await using var host = CreateHost();
        await host.StartAsync(stop);
        await host.ReadyAsync(_options.Timeout, stop);
        var stalled = await _screen.ShowAsync(show => PublishAsync(host, show, stop));
        _ending = true;
        await host.StopAsync();
        return Conclude(host, stalled);
    }

    private DevHost CreateHost() => DevHost.Create(
        new GroupConfig
        {
            Name = _group,
            Routes = [$"{_group}.#"],
            Algorithm = _options.Policy,
            Window = _options.Window,
            DynamicAdjustment = _options.Adjust is { } interval ? new DynamicAdjustmentConfig { Enabled = true, AdjustmentInterval = interval } : new DynamicAdjustmentConfig(),
        },
        _options.Workers,
        _options.Concurrency,
        CreateHandler,
        _transport,
        Note,
        _time);

    private SampleHandler CreateHandler(int worker)
    {
        var options = new SampleHandlerOptions
        {
            Work = _options.Work,
            Speed = _options.Workers[worker].Speed,
            SlowDown = worker == 0 ? _options.SlowDown : null,
            Seed = unchecked(_options.Seed + worker),
            Completed = (message, _) => OnCompleted(message, worker),
        };
        return new SampleHandler(options, _time);
    }

    /// <summary>Publishes and watches; returns what stalled, or null.</summary>
    private async Task<string?> PublishAsync(DevHost host, Action<DevPicture> show, CancellationToken stop)
    {
        using var over = new CancellationTokenSource();
        using var registration = stop.Register(_publisher.Close);
        var supervisor = new SessionSupervisor(_transport, new SessionOptions { ClientName = $"messagelb-dev {_group}" }, _time, OnFault);
        var publishing = supervisor.RunAsync(_publisher.RunAsync, over.Token);
        try
        {
            return await WatchAsync(host, show);
        }
        finally
        {
            await over.CancelAsync();
            await publishing;
        }
    }

    private async Task<string?> WatchAsync(DevHost host, Action<DevPicture> show)
    {
        using var timer = new PeriodicTimer(LookInterval, _time);
        var (shown, moved, last) = (0L, _time.GetTimestamp(), (0L, 0L, 0L));
        while (await timer.WaitForNextTickAsync())
        {
            var books = _ledger.Read();
            if (_options.Duration is { } limit && Elapsed() >= limit) _publisher.Close();
            if (_publisher.IsDone && books.Waiting == 0) return null;

            var now = (books.Confirmed, books.Completed, books.Duplicates);
            var idle = _publisher.Unresolved == 0 && books.Waiting == 0 && _publisher.Started is not null;
            if (now != last || idle) (moved, last) = (_time.GetTimestamp(), now);
            if (_time.GetElapsedTime(moved) > _options.Timeout) return $"nothing moved for {_options.Timeout.TotalSeconds:0.#} s";
            if (shown != 0 && _time.GetElapsedTime(shown) < _screen.Interval) continue;
            if (shown != 0 || _screen.Interval < TimeSpan.FromSeconds(1)) show(Picture(host, books));
            shown = _time.GetTimestamp();
        }

        return null;
    }

    private DevResult Conclude(DevHost host, string? stalled)
    {
        var books = _ledger.Read();
        var elapsed = _publisher.Started is { } started && books.LastCompletion != 0 ? _time.GetElapsedTime(started, books.LastCompletion) : TimeSpan.Zero;
        var summary = DevSummary.Of(books, _options.Workers, elapsed);
        string?[] complaints =
        [
            stalled,
            books.Waiting > 0 ? $"{books.Waiting} messages were confirmed and never completed" : null,
            _publisher.Unresolved > 0 ? $"{_publisher.Unresolved} messages were never confirmed" : null,
            books.Returned > 0 ? $"{books.Returned} messages were returned as unroutable" : null,
        ];
        var complaint = string.Join(", ", complaints.Where(c => c is not null));
        return new DevResult(Picture(host, books), summary, complaint.Length > 0 ? complaint : null);
    }

    private DevPicture Picture(DevHost host, DevBooks books) => new(
        Elapsed(),
        Progress(books),
        books,
        _publisher.Sent,
        _publisher.Repeated,
        host.Status.Read().Groups[0],
        _note is { } note && _time.GetElapsedTime(note.At) < NoteLifetime ? note.Text : null);

    private double Progress(DevBooks books)
    {
        var byCount = _options.Messages is { } messages ? (double)books.Completed / messages : 0;
        var byTime = _options.Duration is { } duration ? Elapsed() / duration : 0;
        return Math.Min(1, Math.Max(byCount, byTime));
    }

    private TimeSpan Elapsed() => _publisher.Started is { } started ? _time.GetElapsedTime(started) : TimeSpan.Zero;

    private bool MaySend() => _options.Rate > 0 || _publisher.Sent - _ledger.Completed < UnderWay;

    private void OnCompleted(Message message, int worker)
    {
        if (_messages.TryRead(message.MessageId, message.Properties.CorrelationId, out var number, out var due)) _ledger.Complete(number, due, worker);
        else _ledger.CompleteForeign();
    }

    private void OnFault(SessionFault fault)
    {
        if (fault.Failures <= 1) Note($"The publisher lost contact with {_transport.Address}: {fault.Reason.Message}");
    }

    private void Note(string note)
    {
        // Workers that take their leave are worth a warning to a dispatcher, not to whoever ends the run.
        if (_ending) return;
        if (!_screen.TryNote(note)) _note = new DevNote(note, _time.GetTimestamp());
    }

    private void NoteLast(string note)
    {
        _ending = false;
        Note(note);
    }
}
