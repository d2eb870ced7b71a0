using System.Globalization;
using System.Security.Cryptography;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>
/// A dispatcher in this process, workers in processes of their own, and a steady load, to which one fault is done in each round.
/// </summary>
/// <param name="options">What is measured.</param>
/// <param name="fault">What is done.</param>
/// <param name="address">The broker, for other processes.</param>
/// <param name="transport">The broker, for this one.</param>
/// <param name="broker">The broker, if it may be stopped.</param>
/// <param name="time">Clock.</param>
/// <param name="note">Told how it goes.</param>
internal sealed class FailoverRun(FailoverOptions options, IFault fault, ClusterAddress address, ITransport transport, IBenchBroker? broker, TimeProvider time, Action<string> note)
{
    // Workers, broker and dispatcher have only just started; what they compile and load then would be measured in the first round.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly string _group = $"bench-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-bench-").FullName;
    private readonly FailoverWitness _witness = new(time);
    private readonly BenchBooks _books = new(time);

    /// <summary>Measures, and leaves nothing behind at the broker or here.</summary>
    public async Task<FailoverReport> RunAsync(CancellationToken stop)
    {
        try
        {
            var crew = Enumerable.Range(0, options.Workers).Select(DevCrew.NameOf).ToList();
            List<string> reserves = fault.Needs.HasFlag(FaultNeeds.SecondTier) ? [.. crew.Select(name => $"{name}-reserve")] : [];
            await using var queues = new GroupQueues(transport, _group, [.. crew, .. reserves], note);
            var group = Configure(reserves);
            // Its warnings say that workers die, which is known here.
            await using var host = DevHost.Create(group, [], 1, _ => throw new InvalidOperationException("no worker is in this process"), new WitnessedTransport(transport, _witness), _ => { }, time);
            await host.StartAsync(stop);
            return await MeasureAsync(host.Status, group, crew, reserves, stop);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private GroupConfig Configure(List<string> reserves) => fault.Configure(new GroupConfig
    {
        Name = _group,
        Routes = [$"{_group}.#"],
        // Without damping: a worker that dies again and again is what is measured here.
        HealthMonitoring = new HealthMonitoringConfig { RecoveryManagement = false },
        Destinations = [.. reserves.Select(name => new DestinationConfig { Name = name, Tier = 1 })],
    });

    private async Task<FailoverReport> MeasureAsync(IDispatcherStatus status, GroupConfig group, List<string> crew, List<string> reserves, CancellationToken stop)
    {
        await using var tail = new RecordTail(_group, _books, time);
        var publisher = new PacedPublisher(new BenchSource(_group), _books, options.Rate, time) { KeepsSchedule = !fault.Needs.HasFlag(FaultNeeds.OwnBroker) };
        await using var stage = new FailoverStage(options, address, transport, group, _folder, time)
        {
            Crew = crew,
            Reserves = reserves,
            Witness = _witness,
            Status = status,
            Books = _books,
            Tail = tail,
            Publisher = publisher,
            Broker = broker,
        };
        note($"{options.Rounds} rounds of '{fault.Name}' with {crew.Count + reserves.Count} worker processes on {transport.Address}, {Figures.Rate(options.Rate)}.");
        foreach (var name in crew.Concat(reserves)) await stage.StartWorkerAsync(name);
        foreach (var name in crew.Concat(reserves)) await stage.ReadyAsync(name, stop);
        var rounds = await new BenchLoad(transport, publisher, _group, options.Timeout, time).WhileAsync(() => PlayAsync(stage, stop), stop);
        await stage.UntilAsync(
            () => _books.Waiting == 0,
            () => $"{_books.Waiting} of {_books.Confirmed} messages were not completed {options.Timeout.TotalSeconds:0} s after the last one was published",
            stop);
        return new FailoverReport(
            fault.Name,
            transport.Address,
            options.Workers,
            options.Concurrency,
            options.Work.TotalMilliseconds,
            Math.Round(options.Rate, 1),
            _books.Confirmed,
            _books.Completed,
            _books.Repeated,
            publisher.Repeated,
            FailoverReport.FiguresOf(fault.Figures, rounds),
            rounds);
    }

    private async Task<List<FailoverRound>> PlayAsync(FailoverStage stage, CancellationToken stop)
    {
        var rounds = new List<FailoverRound>();
        try
        {
            await Task.Delay(WarmUp, time, stop);
            for (var i = 0; i < options.Rounds; i++)
            {
                rounds.Add(await fault.RunAsync(stage, i, stop));
                note(Describe(i + 1, rounds[^1]));
            }
        }
        finally
        {
            if (fault is IAsyncDisposable owner) await owner.DisposeAsync();
        }

        return rounds;
    }

    private string Describe(int number, FailoverRound round)
    {
        var times = fault.Figures.Select(figure => $"{figure.Words} {Figures.Milliseconds(round.TimesMs.GetValueOrDefault(figure.Name))}");
        var counts = round.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}"));
        return $"round {number} of {options.Rounds}, {round.Subject}: {string.Join(", ", times.Concat(counts))}";
    }
}
