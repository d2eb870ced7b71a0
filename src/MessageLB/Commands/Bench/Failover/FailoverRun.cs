using System.Globalization;
using System.Security.Cryptography;
using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>
/// A dispatcher in this process, workers in processes of their own, and a steady load; in each round one worker is killed, and after its
/// messages have been rescued a new one of its name is started.
/// </summary>
internal sealed class FailoverRun(FailoverOptions options, ClusterAddress broker, ITransport transport, TimeProvider time, Action<string> note)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    // So that a round begins with windows as they are under this load, at a moment that nothing is in step with.
    private static readonly TimeSpan LeastCalm = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostCalm = TimeSpan.FromMilliseconds(1000);

    // Beyond the target for all of them: what comes later is to be seen as late, not missed.
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1.5);

    private readonly string _group = $"bench-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-bench-").FullName;
    private readonly FailoverWitness _witness = new(time);
    private readonly Random _random = new();
    private int _started;

    /// <summary>Measures, and leaves nothing behind at the broker or here.</summary>
    public async Task<FailoverReport> RunAsync(CancellationToken stop)
    {
        try
        {
            var names = Enumerable.Range(0, options.Workers).Select(DevCrew.NameOf).ToList();
            await using var queues = new GroupQueues(transport, _group, names, note);
            await using var session = await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {_group}" }, stop);
            await session.Topology.DeclareExchangesAsync(stop);
            await session.Topology.DeclareGroupAsync(_group, [$"{_group}.#"], stop);
            // Its warnings say that workers die, which is known here.
            await using var host = DevHost.Create(
                // Without damping: a worker that dies again and again is what is measured here.
                new GroupConfig { Name = _group, Routes = [$"{_group}.#"], HealthMonitoring = new HealthMonitoringConfig { RecoveryManagement = false } }, [], 1, _ => throw new InvalidOperationException("no worker is in this process"), new WitnessedTransport(transport, _witness), _ => { }, time);
            await host.StartAsync(stop);
            return await MeasureAsync(host.Status, session, names, stop);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<FailoverReport> MeasureAsync(IDispatcherStatus status, ITransportSession session, List<string> names, CancellationToken stop)
    {
        var workers = new Dictionary<string, WorkerProcess>();
        try
        {
            note($"{options.Rounds} rounds with {options.Workers} worker processes on {transport.Address}, {Figures.Rate(options.Rate)}.");
            foreach (var name in names) workers[name] = Start(name);
            foreach (var name in names) await ReadyAsync(status, name, workers[name], stop);
            using var timer = new PreciseTimer(time);
            using var enough = new CancellationTokenSource();
            var publisher = new SteadyPublisher(_group, options.Rate, timer, time);
            var publishing = publisher.RunAsync(session, enough.Token, stop);
            var rounds = new List<FailoverRound>();
            for (var i = 0; i < options.Rounds; i++)
            {
                rounds.Add(await KillAsync(status, session, workers, names[i % names.Count], publishing, stop));
                note(Describe(i + 1, rounds[^1]));
            }

            await enough.CancelAsync();
            await publishing;
            var completed = await CompletedAsync(publisher.Confirmed, stop);
            return FailoverReport.Of(options, transport.Address, publisher.Confirmed, completed, rounds);
        }
        finally
        {
            foreach (var worker in workers.Values) await worker.DisposeAsync();
        }
    }

    private async Task<FailoverRound> KillAsync(IDispatcherStatus status, ITransportSession session, Dictionary<string, WorkerProcess> workers, string name, Task publishing, CancellationToken stop)
    {
        await Task.Delay(LeastCalm + ((MostCalm - LeastCalm) * _random.NextDouble()), time, stop);
        if (publishing.IsCompleted) await publishing;
        _witness.Kill(Names.WorkQueue(_group, name));
        workers[name].Kill();
        await Task.Delay(Observation, time, stop);
        await UntilAsync(
            async () => _witness.IsSettled && await session.Topology.InspectAsync(Names.WorkQueue(_group, name), stop) is { Ready: 0 },
            () => $"messages of the killed worker {name} still wait {options.Timeout.TotalSeconds:0} s after its death",
            stop);
        var round = _witness.Read(name);
        await workers[name].DisposeAsync();
        workers[name] = Start(name);
        await ReadyAsync(status, name, workers[name], stop);
        return round;
    }

    private WorkerProcess Start(string name) =>
        WorkerProcess.Start(broker, _group, name, options, Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{_started++}.jsonl")));

    private Task ReadyAsync(IDispatcherStatus status, string name, WorkerProcess worker, CancellationToken stop) => UntilAsync(
        () =>
        {
            if (worker.HasExited) throw new CommandFailedException(ExitCodes.Unavailable, $"Worker {name} ended: {worker.LastLine ?? "without a word"}");
            return ValueTask.FromResult(status.Read().Groups[0].Destinations.Any(d => d.Name == name && d.State == "ready"));
        },
        () => $"worker {name} did not get ready within {options.Timeout.TotalSeconds:0} s{(worker.LastLine is { } line ? $": {line}" : "")}",
        stop);

    private async Task<CompletionCount> CompletedAsync(int published, CancellationToken stop)
    {
        var completed = default(CompletionCount);
        await UntilAsync(
            async () => (completed = await CompletionCount.ReadAsync(_folder, stop)).Distinct >= published,
            () => $"{published - completed.Distinct} of {published} messages were not completed {options.Timeout.TotalSeconds:0} s after the last one was published",
            stop);
        return completed;
    }

    private async Task UntilAsync(Func<ValueTask<bool>> holds, Func<string> otherwise, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(start) > options.Timeout) throw new CommandFailedException(ExitCodes.Timeout, otherwise());
            await Task.Delay(BetweenLooks, time, stop);
        }
    }

    private string Describe(int number, FailoverRound round) => round.Rescued == 0
        ? $"round {number} of {options.Rounds}, {round.Worker}: nothing was left there"
        : $"round {number} of {options.Rounds}, {round.Worker}: last pick {(round.LastPickMs is { } pick ? Figures.Milliseconds(pick) : "before")}, first rescued {Figures.Milliseconds(round.FirstRescueMs)}, all {round.Rescued} {Figures.Milliseconds(round.AllRescuedMs)}";
}
