namespace MessageLB.Simulation;

/// <summary>Service times at speed 1 from a recording, and the speeds that its workers had relative to each other.</summary>
internal sealed class ServiceSamples
{
    /// <summary>Most samples kept of a kind; more reports are drawn from in proportion.</summary>
    private const int Most = 1_000_000;
    private const double Shortest = 1e-7;

    private readonly Recording _recording;
    private readonly double _mean;
    private readonly Dictionary<string, double> _speeds = new(StringComparer.Ordinal);

    public ServiceSamples(Recording recording)
    {
        _recording = recording;
        _mean = Mean(recording.Services);
        foreach (var reports in recording.Services.GroupBy(report => report.Destination, StringComparer.Ordinal))
        {
            _speeds[reports.Key] = Speed(Mean(reports));
        }

        foreach (var known in recording.Destinations) _speeds.TryAdd(known.Name, known.ServiceMs > 0 && _mean > 0 ? Speed(known.ServiceMs) : 1);
    }

    /// <summary>The workers as they were recorded.</summary>
    public IReadOnlyList<DestinationDraft> Destinations
    {
        get
        {
            var known = _recording.Destinations.ToDictionary(destination => destination.Name, StringComparer.Ordinal);
            return [.. _speeds.Where(speed => Names.IsValid(speed.Key)).OrderBy(speed => speed.Key, StringComparer.Ordinal).Select(speed => Draft(speed.Key, speed.Value, known.GetValueOrDefault(speed.Key)))];
        }
    }

    /// <summary>Times of a kind in seconds; those of all kinds together if the workers did not tell them apart; empty for none.</summary>
    public IReadOnlyList<double> Of(string kind)
    {
        var own = _recording.Services.Where(report => report.Kind == kind).ToList();
        if (own.Count == 0 && kind.Length > 0) own = [.. _recording.Services.Where(report => report.Kind.Length == 0)];
        return Expand(own);
    }

    /// <summary>Times of every kind.</summary>
    public IReadOnlyList<double> OfAll() => Expand(_recording.Services);

    private static DestinationDraft Draft(string name, double speed, RecordedDestination known) => new()
    {
        Name = name,
        Speed = speed,
        Concurrency = known.Concurrency > 0 ? Math.Min(known.Concurrency, 10_000) : new DestinationDraft { Name = name }.Concurrency,
        Weight = known.Name is null ? new DestinationDraft { Name = name }.Weight : Math.Clamp(known.Weight, 0, Core.Configuration.DestinationConfig.HeaviestWeight),
    };

    private static double Mean(IEnumerable<RecordedService> reports)
    {
        var (time, count) = (0.0, 0L);
        foreach (var report in reports) (time, count) = (time + (report.MeanMs * report.Count), count + report.Count);
        return count > 0 ? time / count : 0;
    }

    private double Speed(double mean) => mean > 0 && _mean > 0 ? Math.Round(Math.Clamp(_mean / mean, 0.001, 1000), 3) : 1;

    private List<double> Expand(List<RecordedService> reports)
    {
        var total = reports.Sum(report => (long)report.Count);
        var part = Math.Min(1, (double)Most / Math.Max(total, 1));
        var samples = new List<double>();
        foreach (var report in reports)
        {
            var seconds = Math.Max(report.MeanMs / 1000 * _speeds.GetValueOrDefault(report.Destination, 1), Shortest);
            var copies = Math.Max(1, (int)Math.Round(report.Count * part));
            for (var i = 0; i < copies; i++) samples.Add(seconds);
        }

        return samples;
    }
}
