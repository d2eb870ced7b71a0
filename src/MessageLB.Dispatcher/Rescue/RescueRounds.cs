using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>Looks at what is to be rescued in a group whenever its destinations change, and after a while without that. One for each group and session.</summary>
/// <param name="group">The group.</param>
/// <param name="time">Clock.</param>
internal sealed class RescueRounds(GroupRuntime group, TimeProvider time)
{
    /// <summary>The pause without a change where a round has no reason for another one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes rounds until <paramref name="ended"/>, none before the group's queues are declared.</summary>
    /// <param name="round">A round; returns how long until the next one, if nothing changes.</param>
    /// <param name="ended">The end of the session, or of the group.</param>
    public async Task RunAsync(Func<Task<TimeSpan>> round, CancellationToken ended)
    {
        using var release = ended.UnsafeRegister(static state => ((GroupRuntime)state!).RescueSignal.Set(), group);
        await using var timer = time.CreateTimer(static state => ((GroupRuntime)state!).RescueSignal.Set(), group, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!ended.IsCancellationRequested)
        {
            timer.Change(group.Prepared ? await round() : Pause, Timeout.InfiniteTimeSpan);
            await group.RescueSignal.WaitAsync();
        }
    }
}
