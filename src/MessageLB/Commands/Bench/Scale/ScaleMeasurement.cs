using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.CommandLine.Rendering;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>One start of the dispatcher, and what it uses from then on.</summary>
/// <param name="options">What is measured.</param>
/// <param name="broker">Where.</param>
/// <param name="player">Plays the destinations.</param>
/// <param name="time">Clock.</param>
/// <param name="note">Told how far it is.</param>
internal sealed class ScaleMeasurement(ScaleOptions options, ScaleBroker broker, ScalePlayer player, TimeProvider time, Action<string> note)
{
    private const double Megabyte = 1e6;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // Each look has the dispatcher count its destinations, which takes tens of milliseconds where there are thousands.
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMilliseconds(500);

    // By then what the start has left to do is done: watches are set up, code is compiled anew for speed.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly List<ScaleMoment> _moments = [];
    private long _start;

    /// <param name="file">Configuration of the dispatcher.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<ScaleStart> RunAsync(string file, CancellationToken stop)
    {
        _start = time.GetTimestamp();
        await using var dispatcher = ScaleDispatcher.Start(broker.Address, file);
        var ready = await UntilAsync(dispatcher, BetweenLooks, health => health.IsReady, stop);
        Look(dispatcher, "ready");
        var known = await UntilAsync(dispatcher, BetweenCounts, health => health.Known == options.Destinations, stop);
        Look(dispatcher, "known");
        note($"ready after {Figures.Time(ready)}, all {Figures.Count(options.Destinations)} destinations after {Figures.Time(known)}");
        await Task.Delay(Settling, time, stop);
        var (from, sent, brokerFrom, began) = (Look(dispatcher, "begin"), player.Sent, broker.Read?.Invoke(), time.GetTimestamp());
        await Task.Delay(options.Duration / 2, time, stop);
        Look(dispatcher, "middle");
        await Task.Delay(options.Duration / 2, time, stop);
        player.ThrowIfOver();
        var (to, seconds, sentTo, brokerTo) = (Look(dispatcher, "end"), time.GetElapsedTime(began).TotalSeconds, player.Sent, broker.Read?.Invoke());
        var health = await dispatcher.HealthAsync(stop);
        var before = dispatcher.Read();
        var (accepted, rejected, statusBytes) = await dispatcher.HeartbeatsAsync(stop);
        var between = Look(dispatcher, "status");
        var scrapeBytes = await dispatcher.ScrapeAsync(stop);
        var after = Look(dispatcher, "metrics");
        await dispatcher.StopAsync(stop);
        return new ScaleStart(
            Math.Round(ready.TotalMilliseconds),
            Math.Round(known.TotalMilliseconds),
            Math.Round(seconds, 2),
            Percent(from, to, seconds),
            Math.Round((sentTo - sent) / seconds, 1),
            Math.Round(player.Latest.TotalMilliseconds, 1),
            accepted,
            rejected,
            health.Ready,
            statusBytes,
            Math.Round((between.ProcessorTime - before.ProcessorTime).TotalMilliseconds),
            scrapeBytes,
            Math.Round((after.ProcessorTime - between.ProcessorTime).TotalMilliseconds),
            brokerFrom is { } first && brokerTo is { } last ? Percent(first, last, seconds) : null,
            brokerTo is { } end ? Math.Round(end.WorkingSet / Megabyte, 1) : null,
            _moments);
    }

    private static double Percent(in ProcessReading from, in ProcessReading to, double seconds) =>
        Math.Round((to.ProcessorTime - from.ProcessorTime).TotalSeconds / seconds * 100, 1);

    private ProcessReading Look(ScaleDispatcher dispatcher, string moment)
    {
        var reading = dispatcher.Read();
        _moments.Add(ScaleMoment.Of(moment, time.GetElapsedTime(_start), reading));
        return reading;
    }

    private async Task<TimeSpan> UntilAsync(ScaleDispatcher dispatcher, TimeSpan between, Func<ScaleHealth, bool> done, CancellationToken stop)
    {
        while (true)
        {
            player.ThrowIfOver();
            dispatcher.Read();
            var health = await dispatcher.HealthAsync(stop);
            var elapsed = time.GetElapsedTime(_start);
            if (done(health)) return elapsed;
            if (elapsed > options.Timeout) throw new CommandFailedException(ExitCodes.Timeout, $"After {Figures.Seconds(elapsed)} the dispatcher knows {Figures.Count(health.Known)} of {Figures.Count(options.Destinations)} destinations, {Figures.Count(health.Ready)} of them ready; {Figures.Count(player.Sent)} heartbeats were sent, the latest of them {Figures.Time(player.Latest)} late. It said last: {dispatcher.LastLine}");
            await Task.Delay(between, time, stop);
        }
    }
}
