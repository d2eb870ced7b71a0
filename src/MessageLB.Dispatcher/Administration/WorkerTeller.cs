using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Administration;

/// <summary>Tells workers, within one session, what people want of them.</summary>
internal sealed class WorkerTeller(ITransportSession session, DestinationRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    /// <summary>Tells until the session ends.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            foreach (var group in registry.Groups)
            {
                foreach (var (destination, ask) in group.Asks())
                {
                    var command = ask == WorkerAsk.Drain ? WorkerCommands.Drain : WorkerCommands.Resume;
                    await session.Control.SendAsync(Names.CommandKey(group.Config.Name, destination), command, ended);
                }
            }

            await Task.Delay(Round, time, ended);
        }
    }
}
