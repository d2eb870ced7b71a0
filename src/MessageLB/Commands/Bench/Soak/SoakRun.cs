using System.Security.Cryptography;
using MessageLB.CommandLine.Commands.Bench.Failover;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>
/// Two dispatchers, one of them in this process, workers in processes of their own and a publisher with confirms, for a while, with faults at
/// random; and at the end the sum of what became of each message.
/// </summary>
/// <param name="options">What is done.</param>
/// <param name="broker">The broker, and the ways to it.</param>
/// <param name="time">Clock.</param>
/// <param name="note">Told how it goes.</param>
internal sealed class SoakRun(SoakOptions options, SoakBroker broker, TimeProvider time, Action<string> note)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly string _group = $"soak-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-soak-").FullName;
    private readonly BenchBooks _books = new(time);

    /// <summary>Runs, and leaves nothing behind at the broker or here.</summary>
    public async Task<SoakReport> RunAsync(CancellationToken stop)
    {
        try
        {
            var crew = Enumerable.Range(0, options.Workers).Select(DevCrew.NameOf).ToList();
            await using var queues = new GroupQueues(broker.Transport, _group, crew, note);
            var group = new GroupConfig
            {
                Name = _group,
                Routes = [$"{_group}.#"],
                Delivery = options.Delivery,
                HoldLimit = SoakOptions.HoldLimit,
                HealthMonitoring = new HealthMonitoringConfig { RecoveryManagement = false },
            };
            await using var host = DevHost.Create(group, [], 1, _ => throw new InvalidOperationException("no worker is in this process"), broker.OfDispatcher, _ => { }, time);
            await host.StartAsync(stop);
            await using var tail = new RecordTail(_group, _books, time);
            var sizes = new FailoverOptions(1, options.Workers, options.Concurrency, options.Work, options.Load, options.Timeout);
            var publisher = new PacedPublisher(new BenchSource(_group), _books, sizes.Rate, time) { KeepsSchedule = false };
            await using var stage = new FailoverStage(sizes, broker.Address, broker.Transport, group, _folder, time)
            {
                Crew = crew,
                Reserves = [],
                Witness = new FailoverWitness(time),
                Status = host.Status,
                Books = _books,
                Tail = tail,
                Publisher = publisher,
                Broker = broker.Own,
            };
            return await PlayAsync(stage, stop);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<SoakReport> PlayAsync(FailoverStage stage, CancellationToken stop)
    {
        await using var second = new SecondDispatcher();
        foreach (var name in stage.Crew) await stage.StartWorkerAsync(name);
        await WholeAsync(stage, stop);
        await second.JoinAsync(stage, stop);
        note($"{Figures.Seconds(options.Duration)} with {options.Workers} worker processes and two dispatchers on {broker.Transport.Address}, {Figures.Rate(stage.Options.Rate)}, {DeliveryOption.NameOf(options.Delivery)}, seed {options.Seed}.");
        var faults = new SoakFaults(stage, broker.Proxy, second, new SoakBound(options.Delivery, options.Workers, options.Concurrency));
        var memory = new MemoryWatch(options, () => _books.Bytes, time);
        var started = time.GetTimestamp();
        stage.Books.BeginGap();
        var gap = await new BenchLoad(broker.Transport, stage.Publisher, _group, options.Timeout, time).WhileAsync(
            async () =>
            {
                await WatchAsync(memory, () => SoakAsync(faults, started, stop), stop);
                // What the last fault did to the flow belongs to it too.
                await FlowAsync(stage, stop);
                // Before the load ends, or the end would be the longest pause.
                return stage.Books.LongestGap();
            },
            stop);
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        await WholeAsync(stage, stop);
        await EndAsync(stage, stop);
        return new SoakReport(
            broker.Transport.Address,
            DeliveryOption.NameOf(options.Delivery),
            options.Seed,
            Math.Round(seconds, 1),
            Math.Round(stage.Options.Rate, 1),
            faults.Done,
            _books.Confirmed,
            _books.Completed,
            await stage.WaitingAsync(stop),
            await stage.DeadAsync(stop),
            stage.InHold,
            _books.Repeated,
            faults.RepeatedBound + stage.Publisher.Repeated,
            _books.Later,
            stage.Publisher.Repeated,
            Math.Round(gap.TotalMilliseconds, 3),
            Math.Round(faults.Down.TotalMilliseconds, 3),
            memory.Result);
    }

    private static Task FlowAsync(FailoverStage stage, CancellationToken stop)
    {
        var completed = stage.Books.Completed;
        return stage.UntilAsync(() => stage.Books.Completed > completed, () => $"nothing was completed within {stage.Options.Timeout.TotalSeconds:0} s of the last fault", stop);
    }

    private static async Task WatchAsync(MemoryWatch memory, Func<Task> soak, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = memory.RunAsync(over.Token);
        try
        {
            await soak();
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    private async Task SoakAsync(SoakFaults faults, long started, CancellationToken stop)
    {
        var plan = new SoakPlan(options.Seed, options.Workers, broker.Impossible);
        while (time.GetElapsedTime(started) < options.Duration)
        {
            if (options.Faults)
            {
                var step = plan.Next();
                await Task.Delay(step.Before, time, stop);
                await faults.DoAsync(step, stop);
                note($"after {Figures.Seconds(time.GetElapsedTime(started))}: {SoakFaults.NameOf(step.Fault)}, {_books.Confirmed} confirmed, {_books.Completed} completed, {_books.Repeated} again");
            }
            else
            {
                await Task.Delay(Idle, time, stop);
            }
        }
    }

    private static async Task WholeAsync(FailoverStage stage, CancellationToken stop)
    {
        foreach (var name in stage.Crew) await stage.ReadyAsync(name, stop);
    }

    // What is dead is not completed any more; what waits by then waits for somebody who does not come, and what is in hold for a result.
    private async Task EndAsync(FailoverStage stage, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while ((_books.Waiting > 0 || stage.InHold > 0) && time.GetElapsedTime(start) < options.Timeout)
        {
            await Task.Delay(BetweenLooks, time, stop);
            if (stage.InHold == 0 && await stage.DeadAsync(stop) is var dead && dead > 0 && dead >= _books.Waiting) return;
        }
    }
}
