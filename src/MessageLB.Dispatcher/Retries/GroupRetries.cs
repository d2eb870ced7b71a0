using MessageLB.Core.Envelopes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Retries;

/// <summary>
/// The failed messages of a group within one session. It declares what they need and takes them, whatever becomes of the group's ingress
/// queue.
/// </summary>
internal sealed partial class GroupRetries(ITransportSession session, GroupRuntime group, DelaySteps steps, FlowParts parts, TimeSpan stopWithin, ILogger logger)
{
    private static readonly TimeSpan DeclareAgain = TimeSpan.FromSeconds(10);

    /// <summary>Runs until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        if (!await PrepareAsync(ended)) return;
        var rewriter = new EnvelopeRewriter(parts.Identity.Name, group.Config.Name, group.Config.Algorithm);
        await RetryFlow.RunAsync(session, group, steps, rewriter, stopWithin, parts.Time, logger, ended);
    }

    private async Task<bool> PrepareAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await session.Topology.DeclareFailedAsync(group.Config.Name, ended);
                return true;
            }
            catch (TopologyMismatchException e)
            {
                LogCannotStart(group.Config.Name, e.Message, DeclareAgain);
                await Task.Delay(DeclareAgain, parts.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }

    [LoggerMessage(2092, LogLevel.Error, "Failed messages of group {GroupId} stay where they are: {Reason} Next attempt in {Delay}")]
    private partial void LogCannotStart(string groupId, string reason, TimeSpan delay);
}
