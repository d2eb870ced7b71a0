using System.Globalization;
using System.Security.Cryptography;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Commands.Publish;
using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>Plays the destinations, starts the dispatcher, looks at what it uses, and leaves nothing behind at the broker.</summary>
/// <param name="options">What is measured.</param>
/// <param name="broker">Where.</param>
/// <param name="time">Clock.</param>
/// <param name="note">Told how far it is.</param>
internal sealed class ScaleRun(ScaleOptions options, ScaleBroker broker, TimeProvider time, Action<string> note)
{
    private readonly string _name = $"scale-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-scale-").FullName;

    /// <exception cref="CommandFailedException">The dispatcher ended, or did not get to know everybody in time.</exception>
    /// <exception cref="MessageLBException">The broker is not there, refuses, or went away meanwhile.</exception>
    public async Task<ScaleReport> RunAsync(CancellationToken stop)
    {
        var cast = new ScaleCast(_name, options);
        // A broker of the command's own goes with all that it has.
        await using var queues = broker.Read is null ? new QueuesOfGroups(broker.Transport, [.. cast.Groups.Select(group => GroupQueueNames.Of(group, options.Queues ? cast.DestinationsOf(group) : []))], note) : null;
        try
        {
            var file = Path.Combine(_folder, "dispatcher.yaml");
            await File.WriteAllLinesAsync(file, ["groups:", .. cast.Groups.Select(group => $"  {group}: {{routes: ['{group}.#']}}")], stop);
            await using var player = new ScalePlayer(cast, options, broker.Transport, time);
            var started = time.GetTimestamp();
            await PrepareAsync(cast, stop);
            await player.EquipAsync(stop);
            var equipped = time.GetElapsedTime(started);
            note($"{Figures.Count(options.Destinations)} destinations in {Figures.Count(options.Groups)} groups on {broker.Transport.Address}, a heartbeat of each every {Duration.Format(options.Interval)}; what they need at the broker took {Figures.Seconds(equipped)}.");
            await player.StartAsync(stop);
            var starts = new List<ScaleStart>();
            for (var i = 0; i < (options.Restart ? 2 : 1); i++) starts.Add(await new ScaleMeasurement(options, broker, player, time, note).RunAsync(file, stop));
            return new ScaleReport(
                broker.Transport.Address,
                options.Destinations,
                options.Groups,
                options.Interval.TotalMilliseconds,
                options.Waiting,
                options.Queues,
                options.Presence,
                Math.Round(equipped.TotalMilliseconds),
                starts);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task PrepareAsync(ScaleCast cast, CancellationToken stop)
    {
        await using var session = await broker.Transport.OpenAsync(new SessionOptions { ClientName = "messagelb-bench scale" }, stop);
        await session.Topology.DeclareExchangesAsync(stop);
        if (options.Waiting == 0) return;
        var group = cast.Groups[0];
        await session.Topology.DeclareGroupAsync(group, [$"{group}.#"], stop);
        var tally = new PublishTally();
        using var progress = new ThroughputProgress(() => string.Create(CultureInfo.InvariantCulture, $"{tally.Confirmed:N0} of {options.Waiting:N0} messages wait"), note, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Ended);
        await new PacedPublisher(new BenchSource(group, count: options.Waiting), tally, perSecond: 0, time).RunAsync(session, ended.Token);
    }
}
