using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Probes;

/// <summary>A registry with one probed group on manual time, and workers that only send heartbeats.</summary>
internal sealed class ProbeRig
{
    public const string GroupName = "orders";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, long> _beating = [];
    private TimeSpan _beatAt;

    public ProbeRig(ProbeConfig probe)
    {
        var config = new MessageLBConfig { Groups = [new GroupConfig { Name = GroupName, Probe = probe }] };
        Registry = new DestinationRegistry(config, new DispatcherIdentity("test"), Time, new Logger<DestinationRegistry>(Logs));
        Registry.Clock.Attend(true);
    }

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Logs { get; } = new();

    public DestinationRegistry Registry { get; }

    public GroupRuntime Group => Registry.Groups[0];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Workers join and go on sending heartbeats.</summary>
    public void Join(params string[] names)
    {
        foreach (var name in names) _beating[name] = 0;
        Beat();
    }

    public DestinationView View(string name) => Group.View().Single(v => v.State.Name == name);

    /// <summary>Lets time pass in the steps of the dispatcher's tick until something is so, with heartbeats in time.</summary>
    public Task PassUntilAsync(Func<bool> holds, string what) => Eventually.TrueAsync(
        () =>
        {
            if (!holds()) PassStep();
            return ValueTask.FromResult(holds());
        },
        what,
        Token);

    public void PassStep()
    {
        Time.Advance(Step);
        Registry.Tick();
        if (Time.Elapsed - _beatAt >= TimeSpan.FromSeconds(1)) Beat();
    }

    private void Beat()
    {
        _beatAt = Time.Elapsed;
        foreach (var name in _beating.Keys.ToList())
        {
            Group.OnHeartbeat(new Heartbeat { Group = GroupName, Destination = name, Instance = name + "-1", Sequence = ++_beating[name], Concurrency = 4 });
        }
    }
}
