using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Transports;

/// <summary>Makes sure of the broker before a command begins, so that a wrong address or password ends it with a clear word.</summary>
internal sealed class BrokerPreflight(ITransport transport, TimeProvider time)
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens a session and declares the exchanges; tries again while the broker is unreachable, until the limit.</summary>
    /// <param name="limit">How long to try.</param>
    /// <param name="waiting">Told once, when the first attempt has failed, why there is a wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BrokerUnavailableException">It is still not reachable.</exception>
    /// <exception cref="BrokerRefusedException">It refuses; trying again does not help.</exception>
    /// <exception cref="TopologyMismatchException">An exchange exists already with other arguments.</exception>
    public async Task RunAsync(TimeSpan limit, Action<string> waiting, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "messagelb-check" }, cancellationToken);
                await session.Topology.DeclareExchangesAsync(cancellationToken);
                return;
            }
            catch (MessageLBException e) when (e is BrokerUnavailableException or SessionEndedException && time.GetElapsedTime(started) < limit)
            {
                if (attempt == 1) waiting($"{e.Message} Trying again for {Duration.Describe(limit)}.");
            }

            await Task.Delay(BetweenAttempts, time, cancellationToken);
        }
    }
}
