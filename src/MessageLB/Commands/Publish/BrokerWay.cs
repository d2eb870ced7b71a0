using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Straight to RabbitMQ. Contact that is lost is taken up again; a message may arrive twice then.</summary>
internal sealed class BrokerWay : IPublishWay
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly ITransport _transport;
    private readonly PublishTally _tally;
    private readonly PacedPublisher _publisher;
    private readonly TimeSpan _timeout;
    private readonly Terminal _terminal;
    private volatile string? _fault;

    /// <exception cref="MessageTooLargeException">The body is larger than the transport carries.</exception>
    public BrokerWay(ClusterAddress broker, PublishMessages messages, PublishTally tally, TimeSpan timeout, Terminal terminal)
    {
        _transport = TransportFactory.Create(new BrokerConfig { Address = broker }, NullLoggerFactory.Instance, terminal.Time);
        if (messages.Body.Length > _transport.MaxMessageSize) throw new MessageTooLargeException(messages.Body.Length, _transport.MaxMessageSize);
        (_tally, _timeout, _terminal) = (tally, timeout, terminal);
        _publisher = new PacedPublisher(messages, tally, messages.PerSecond, terminal.Time);
    }

    /// <inheritdoc />
    public string Address => _transport.Address;

    /// <inheritdoc />
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        await new BrokerPreflight(_transport, _terminal.Time).RunAsync(_timeout, Note, stop);
        using var over = new CancellationTokenSource();
        using var registration = stop.Register(_publisher.Close);
        var supervisor = new SessionSupervisor(_transport, new SessionOptions { ClientName = "messagelb-publish" }, _terminal.Time, OnFault);
        var publishing = supervisor.RunAsync(PublishAsync, over.Token);
        try
        {
            return await WatchAsync();
        }
        finally
        {
            await over.CancelAsync();
            await publishing;
        }
    }

    private Task PublishAsync(ITransportSession session, CancellationToken ended)
    {
        // There is contact again: what stands still from now on has another reason.
        _fault = null;
        return _publisher.RunAsync(session, ended);
    }

    private async Task<string?> WatchAsync()
    {
        using var timer = new PeriodicTimer(LookInterval, _terminal.Time);
        var (moved, last) = (_terminal.Time.GetTimestamp(), -1L);
        while (!_publisher.IsDone)
        {
            await timer.WaitForNextTickAsync();
            var now = _tally.Confirmed + _tally.Returned;
            var idle = _publisher.Unresolved == 0 && _fault is null;
            if (now != last || idle) (moved, last) = (_terminal.Time.GetTimestamp(), now);
            if (_terminal.Time.GetElapsedTime(moved) > _timeout) return Complaint();
        }

        return null;
    }

    private string Complaint()
    {
        var reason = _fault ?? (_publisher.Refused > 0 ? "the broker refuses them: the ingress queue is full, or has lost its leader" : "the broker does not confirm");
        return $"{_publisher.Unresolved} messages have not been confirmed within {_timeout.TotalSeconds:0.#} s: {reason}.";
    }

    private void OnFault(SessionFault fault)
    {
        _fault = fault.Reason.Message;
        if (fault.Failures <= 1) Note($"Contact with {Address} was lost: {fault.Reason.Message}");
    }

    private void Note(string note) => _terminal.Error.WriteLine($"messagelb: {Secrets.Hide(note)}");
}
