using System.Net.Sockets;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Probes;

/// <summary>The probes of one group within one session: each in its time, at most <see cref="MostAtOnce"/> at the same time.</summary>
internal sealed class GroupProbes(GroupRuntime group, ProbeConfig config, IProber prober, TimeProvider time)
{
    /// <summary>Most probes of the group at the same time; further ones wait their turn, the longest due first.</summary>
    public const int MostAtOnce = 16;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);

    private readonly List<Task> _running = [];

    /// <summary>Probes until <paramref name="ended"/>, and returns when every probe has ended.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        using var _ = prober;
        try
        {
            while (!ended.IsCancellationRequested)
            {
                _running.RemoveAll(static probe => probe.IsCompleted);
                foreach (var destination in group.BeginProbes(MostAtOnce - _running.Count)) _running.Add(ProbeAsync(destination, ended));
                await Task.Delay(Round, time, ended);
            }
        }
        finally
        {
            await Task.WhenAll(_running);
        }
    }

    // Never throws: what a destination answers must not end the session of all.
    private async Task ProbeAsync(DestinationState destination, CancellationToken ended)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(config.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ended);
        ProbeOutcome outcome;
        try
        {
            outcome = await prober.ProbeAsync(destination, either.Token);
        }
        catch (Exception e) when (ended.IsCancellationRequested || e is SessionEndedException)
        {
            outcome = ProbeOutcome.Uncounted("the session ended");
        }
        catch (Exception e)
        {
            outcome = RefusalIn(e) is { } refusal ? ProbeOutcome.Refused(refusal) : ProbeOutcome.Failed($"{prober.Describe(destination)}: {(limit.IsCancellationRequested ? NoAnswer() : Words(e))}");
        }

        group.Probed(destination.Name, outcome, time.GetElapsedTime(started));
    }

    private string NoAnswer() => $"no answer within {Duration.Describe(config.Timeout)}";

    private static string? RefusalIn(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is ProbeRefusedException) return cause.Message;
        }

        return null;
    }

    private static string Words(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket) return Words(socket);
        }

        // Messages of others may quote what the other side sent.
        return LogText.Printable(e.GetBaseException().Message);
    }

    private static string Words(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset",
        SocketError.HostNotFound or SocketError.NoData => "its host name is not known",
        SocketError.TryAgain => "its host name cannot be resolved now",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
        _ => e.SocketErrorCode.ToString(),
    };
}
