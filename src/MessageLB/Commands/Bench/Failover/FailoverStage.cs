using System.Globalization;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Publishing;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>Who plays in a measurement: workers in processes of their own, a dispatcher here and perhaps one more elsewhere, a publisher, a broker.</summary>
/// <param name="options">What is measured.</param>
/// <param name="address">Where the processes find the broker.</param>
/// <param name="transport">Where this process does.</param>
/// <param name="group">The group.</param>
/// <param name="folder">Where records are.</param>
/// <param name="time">Clock.</param>
internal sealed class FailoverStage(FailoverOptions options, ClusterAddress address, ITransport transport, GroupConfig group, string folder, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    // So that a round begins with windows as they are under this load, at a moment that nothing is in step with.
    private static readonly TimeSpan LeastCalm = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostCalm = TimeSpan.FromMilliseconds(1000);

    private readonly Dictionary<string, (BenchProcess Process, string Record)> _workers = new(StringComparer.Ordinal);
    private readonly Random _random = new();
    private ITransportSession? _session;
    private int _started;

    public FailoverOptions Options => options;

    public TimeProvider Time => time;

    public string Group => group.Name;

    /// <summary>Names of the workers.</summary>
    public required IReadOnlyList<string> Crew { get; init; }

    /// <summary>Names of those in the next failover tier; empty unless asked for.</summary>
    public required IReadOnlyList<string> Reserves { get; init; }

    /// <summary>Sees what the dispatcher here hands over.</summary>
    public required FailoverWitness Witness { get; init; }

    /// <summary>What the dispatcher here knows.</summary>
    public required IDispatcherStatus Status { get; init; }

    /// <summary>Published and completed messages.</summary>
    public required BenchBooks Books { get; init; }

    /// <summary>Reads what workers complete.</summary>
    public required RecordTail Tail { get; init; }

    /// <summary>The load.</summary>
    public required PacedPublisher Publisher { get; init; }

    /// <summary>A broker that may be stopped; null if it is somebody's.</summary>
    public IBenchBroker? Broker { get; init; }

    /// <summary>Waits a while at random.</summary>
    public async Task CalmAsync(CancellationToken stop)
    {
        await Task.Delay(LeastCalm + ((MostCalm - LeastCalm) * _random.NextDouble()), time, stop);
        if (Books.Returned > 0) throw new CommandFailedException(ExitCodes.Unavailable, $"{Books.Returned} messages were taken by no group; the measurement is void.");
    }

    public BenchProcess Worker(string name) => _workers[name].Process;

    /// <summary>Starts a worker, in place of the one of its name, which is ended if it still runs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">Further options of <c>messagelb worker</c>.</param>
    public async Task StartWorkerAsync(string name, params string[] more)
    {
        if (_workers.Remove(name, out var former))
        {
            await former.Process.DisposeAsync();
            Tail.Release(former.Record);
        }

        var record = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{_started++}.jsonl"));
        var work = string.Create(CultureInfo.InvariantCulture, $"const:{options.Work.TotalMilliseconds:0.###}ms");
        Tail.Follow(name, record);
        _workers[name] = (BenchProcess.Start(address, ["worker", "--group", Group, "--name", name, "--concurrency", options.Concurrency.ToString(CultureInfo.InvariantCulture), "--work", work, "--record", record, .. more]), record);
    }

    /// <summary>Starts a dispatcher of the same group in a process of its own.</summary>
    public async Task<BenchProcess> StartDispatcherAsync(CancellationToken stop)
    {
        var file = Path.Combine(folder, "dispatcher.yaml");
        // As little damping as here: see FailoverRun.
        await File.WriteAllTextAsync(file, $"groups:\n  {Group}:\n    routes: ['{Group}.#']\n    delivery: {DeliveryOption.NameOf(group.Delivery)}\n    hold_limit: {Duration.Format(group.HoldLimit)}\n    health_monitoring: {{recovery_management: false}}\n", stop);
        return BenchProcess.Start(address, ["run", "--config", file, "--http", "off"]);
    }

    /// <summary>Waits until a worker is ready, as the dispatcher here sees it.</summary>
    public Task ReadyAsync(string name, CancellationToken stop) => UntilAsync(
        () =>
        {
            var worker = Worker(name);
            if (worker.HasExited) throw new CommandFailedException(ExitCodes.Unavailable, $"Worker {name} ended: {worker.LastLine ?? "without a word"}");
            return StateOf(name) == "ready";
        },
        () => $"worker {name} was not ready within {options.Timeout.TotalSeconds:0} s: {Worker(name).LastLine ?? "it said nothing"}",
        stop);

    /// <summary>State of a destination as the dispatcher here sees it; null if it knows none of that name.</summary>
    public string? StateOf(string name) => Status.Read().Groups[0].Destinations.FirstOrDefault(destination => destination.Name == name)?.State;

    /// <summary>Messages that the dispatcher here has in hold; 0 in a group that hands off.</summary>
    public int InHold => Status.Read().Groups[0].Hold?.Messages ?? 0;

    /// <summary>Messages that wait in a worker's queue; null if there is no such queue.</summary>
    public async ValueTask<long?> WaitingAtAsync(string name, CancellationToken stop) => (await InspectAsync(group.QueueOf(name), stop))?.Ready;

    /// <summary>Whether nothing waits in a worker's queue and nobody takes from it.</summary>
    public async ValueTask<bool> IsAbandonedAsync(string name, CancellationToken stop) => await InspectAsync(group.QueueOf(name), stop) is null or { Ready: 0, Consumers: 0 };

    /// <summary>Messages that wait anywhere in the group, apart from dead letters; of those in hold the workers have copies only, which do not count.</summary>
    public async ValueTask<long> WaitingAsync(CancellationToken stop)
    {
        var waiting = 0L;
        foreach (var queue in Crew.Select(name => Names.WorkQueue(Group, name)).Append(Names.IngressQueue(Group)).Append(Names.RetryQueue(Group))) waiting += (await InspectAsync(queue, stop))?.Ready ?? 0;
        return waiting;
    }

    /// <summary>Dead letters of the group.</summary>
    public async ValueTask<long> DeadAsync(CancellationToken stop) => (await InspectAsync(Names.DeadQueue(Group), stop))?.Ready ?? 0;

    /// <summary>Deletes a worker's queues, for both ways of delivery.</summary>
    public async ValueTask DeleteQueuesAsync(string name, CancellationToken stop)
    {
        var topology = (await SessionAsync(stop)).Topology;
        await topology.DeleteQueueAsync(Names.WorkQueue(Group, name), stop);
        await topology.DeleteQueueAsync(Names.HoldQueue(Group, name), stop);
    }

    public Task UntilAsync(Func<bool> holds, Func<string> otherwise, CancellationToken stop) => UntilAsync(() => ValueTask.FromResult(holds()), otherwise, stop);

    /// <summary>Looks every few milliseconds until something is so.</summary>
    /// <exception cref="CommandFailedException">It took longer than the options allow.</exception>
    public async Task UntilAsync(Func<ValueTask<bool>> holds, Func<string> otherwise, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (!await holds())
        {
            if (time.GetElapsedTime(start) > options.Timeout) throw new CommandFailedException(ExitCodes.Timeout, otherwise());
            await Task.Delay(BetweenLooks, time, stop);
        }
    }

    /// <summary>Milliseconds from one timestamp to another; null if the other one is not set.</summary>
    public double? Since(long start, long at) => at == 0 ? null : Math.Round(time.GetElapsedTime(start, at).TotalMilliseconds, 3);

    private async ValueTask<QueueDepth?> InspectAsync(string queue, CancellationToken stop) => await (await SessionAsync(stop)).Topology.InspectAsync(queue, stop);

    private async ValueTask<ITransportSession> SessionAsync(CancellationToken stop)
    {
        if (_session is { Ended.IsCancellationRequested: true })
        {
            await _session.DisposeAsync();
            _session = null;
        }

        return _session ??= await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {Group}" }, stop);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _workers.Values) await process.DisposeAsync();
        if (_session is not null) await _session.DisposeAsync();
    }
}
