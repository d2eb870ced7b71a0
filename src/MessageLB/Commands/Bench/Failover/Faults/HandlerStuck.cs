using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>A handler never ends and ignores its cancellation, while its worker's heartbeats go on.</summary>
internal sealed class HandlerStuck(TimeSpan limit) : IFault
{
    // So that its messages come at their usual pace by then.
    private static readonly TimeSpan WorksFor = TimeSpan.FromMilliseconds(700);

    public string Name => "stuck";

    public string What => string.Create(CultureInfo.InvariantCulture, $"A handler never ends (limit {limit.TotalSeconds:0.###} s)");

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("redispatched_ms", "from the hand-over of its message to the one to another", limit.TotalMilliseconds + 1000),
    ];

    public FaultNeeds Needs => FaultNeeds.None;

    // What is measured is how soon the message is free; how long it then waits for its second attempt is a matter of configuration.
    public GroupConfig Configure(GroupConfig group) => group with { Retry = group.Retry with { Delay = TimeSpan.Zero } };

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        var name = stage.Crew[round % stage.Crew.Count];
        await stage.CalmAsync(stop);
        var before = (int)(stage.Options.Rate / stage.Crew.Count * WorksFor.TotalSeconds);
        await stage.StartWorkerAsync(
            name,
            "--handler-timeout", string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMilliseconds:0}ms"),
            "--stuck", "1",
            "--stuck-after", before.ToString(CultureInfo.InvariantCulture));
        await stage.ReadyAsync(name, stop);
        stage.Witness.Begin(Names.WorkQueue(stage.Group, name));
        await stage.UntilAsync(
            () => stage.Witness.Read().HeldMs is not null,
            () => $"the message of the stuck handler at {name} was not handed to another within {stage.Options.Timeout.TotalSeconds:0} s",
            stop);
        var seen = stage.Witness.Read();
        await stage.StartWorkerAsync(name);
        await stage.ReadyAsync(name, stop);
        return new FailoverRound(name, new Dictionary<string, double?> { ["redispatched_ms"] = seen.HeldMs }, new Dictionary<string, int>());
    }
}
