using MessageLB.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Publishing;

/// <summary>
/// Keeps a session open through which the HTTP API publishes to ingress. It is apart from the dispatcher's own, so that a
/// flood over HTTP cannot fill the dispatcher's pipeline.
/// </summary>
internal sealed partial class IngressGateway(ITransport transport, TimeProvider time, ILogger<IngressGateway> logger) : BackgroundService
{
    private volatile ConfirmingPublisher? _publisher;
    private volatile string _fault = "still connecting";

    /// <summary>The publisher of the session that is open, or null.</summary>
    public ConfirmingPublisher? Publisher => _publisher;

    /// <summary>Why there is no publisher.</summary>
    public string Fault => _fault;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new SessionOptions { ClientName = "messagelb-http" };
        return new SessionSupervisor(transport, options, time, OnFault).RunAsync(ServeAsync, stoppingToken);
    }

    private async Task ServeAsync(ITransportSession session, CancellationToken ended)
    {
        // The dispatcher declares the exchanges too, but nothing says that it comes first.
        await session.Topology.DeclareExchangesAsync(ended);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ended);
        _publisher = publisher;
        LogConnected(transport.Address);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _publisher = null;
        }
    }

    private void OnFault(SessionFault fault)
    {
        _fault = fault.Reason.Message.TrimEnd('.');
        if (fault.Failures <= 1) LogLost(transport.Address, fault.Reason.Message);
    }
}
