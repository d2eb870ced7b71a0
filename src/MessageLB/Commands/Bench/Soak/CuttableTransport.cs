using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>A transport whose last session can be ended from outside, with all of its connections. Thread-safe.</summary>
internal sealed class CuttableTransport(ITransport inner) : ITransport
{
    private volatile ITransportSession? _last;

    public string Name => inner.Name;

    public string Address => inner.Address;

    public int MaxMessageSize => inner.MaxMessageSize;

    public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken) =>
        _last = await inner.OpenAsync(options, cancellationToken);

    /// <summary>Ends the last session.</summary>
    public void Cut() => _last?.End("its connections were cut by the soak");
}
