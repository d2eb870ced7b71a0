using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Web.Metrics;
using MessageLB.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Web.Tests.Metrics;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ListLogger<PrometheusExporter> _log = new();
    private readonly PrometheusExporter _exporter;
    private readonly Meter _meter;

    public PrometheusExporterTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _exporter = new PrometheusExporter(meters, new ProcessMetrics(new FixedStatus()), _log);
        _meter = meters.Create(MessageLBTelemetry.MeterName);
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Collect_CounterWithTags_AddsUpBySeries()
    {
        var counter = _meter.CreateCounter<int>("test.things", "{thing}", "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "x"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "x"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "w"));

        Assert.Equal(
            "# HELP test_things_total Things.\n# TYPE test_things_total counter\ntest_things_total{kind=\"w\"} 1\ntest_things_total{kind=\"x\"} 5\n",
            Family("test_things_total"));
    }

    [Fact]
    public void Collect_Histogram_WritesCumulativeBuckets()
    {
        var histogram = _meter.CreateHistogram("test.time", "s", "Time.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(2);

        Assert.Equal(
            "# HELP test_time_seconds Time.\n# TYPE test_time_seconds histogram\n"
            + "test_time_seconds_bucket{le=\"0.1\"} 1\ntest_time_seconds_bucket{le=\"1\"} 2\ntest_time_seconds_bucket{le=\"+Inf\"} 3\n"
            + "test_time_seconds_sum 2.6\ntest_time_seconds_count 3\n",
            Family("test_time_seconds"));
    }

    [Fact]
    public void Collect_UpDownCounterAndGauge_AreGauges()
    {
        _meter.CreateUpDownCounter<long>("test.active", "{thing}").Add(-2);
        _meter.CreateGauge<double>("test.level", "1").Record(0.5);

        Assert.Equal("# HELP test_active \n# TYPE test_active gauge\ntest_active -2\n", Family("test_active"));
        Assert.Equal("# HELP test_level_ratio \n# TYPE test_level_ratio gauge\ntest_level_ratio 0.5\n", Family("test_level_ratio"));
    }

    [Fact]
    public void Collect_ObservedSeriesGone_LeavesNoGhost()
    {
        string[] names = ["a", "b"];
        _meter.CreateObservableGauge("test.seen", () => names.Select(n => new Measurement<int>(1, new KeyValuePair<string, object?>("name", n))));
        var before = Family("test_seen");

        names = ["b"];

        Assert.EndsWith("test_seen{name=\"a\"} 1\ntest_seen{name=\"b\"} 1\n", before, StringComparison.Ordinal);
        Assert.Equal("# HELP test_seen \n# TYPE test_seen gauge\ntest_seen{name=\"b\"} 1\n", Family("test_seen"));
    }

    [Fact]
    public void Collect_SameNameTwice_WritesOneHeader()
    {
        _meter.CreateObservableGauge("test.twice", () => new Measurement<int>(1, new KeyValuePair<string, object?>("part", "1")));
        _meter.CreateObservableGauge("test.twice", () => new Measurement<int>(2, new KeyValuePair<string, object?>("part", "2")));

        Assert.Equal("# HELP test_twice \n# TYPE test_twice gauge\ntest_twice{part=\"1\"} 1\ntest_twice{part=\"2\"} 2\n", Family("test_twice"));
    }

    [Fact]
    public void Collect_OneInstrumentThrows_ShowsTheOthers()
    {
        _meter.CreateObservableGauge<int>("test.broken", FailingObservation);
        _meter.CreateObservableGauge("test.sound", () => 7);

        Assert.Equal("# HELP test_sound \n# TYPE test_sound gauge\ntest_sound 7\n", Family("test_sound"));
    }

    [Fact]
    public void Collect_MeterOfAnotherHost_IsNotShown()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create(MessageLBTelemetry.MeterName).CreateCounter<int>("test.foreign").Add(1);
        _services.GetRequiredService<IMeterFactory>().Create("Another.Meter").CreateCounter<int>("test.other").Add(1);

        var text = _exporter.Collect();

        Assert.DoesNotContain("test_foreign", text, StringComparison.Ordinal);
        Assert.DoesNotContain("test_other", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_MoreSeriesThanTheLimit_GathersTheRestInOne()
    {
        var counter = _meter.CreateCounter<int>("test.many");
        for (var i = 0; i < SumSeries.MaxSeries + 5; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));

        Assert.Contains("test_many_total{messagelb_overflow=\"true\"} 5\n", Family("test_many_total"), StringComparison.Ordinal);
        _exporter.Collect();
        Assert.Equal(["Metric test_many_total has more than 20000 series; those beyond are gathered in one series, labelled messagelb_overflow, or left out"], _log.Messages);
    }

    [Fact]
    public void Collect_MoreObservedSeriesThanTheLimit_LeavesOutTheRest()
    {
        _meter.CreateObservableGauge("test.seen", () => Enumerable.Range(0, LastSeries.MaxSeries + 5).Select(i => new Measurement<int>(1, new KeyValuePair<string, object?>("id", i))));

        var family = Family("test_seen");

        Assert.Equal(LastSeries.MaxSeries + 2, family.Count(c => c == '\n'));
        Assert.DoesNotContain("overflow", family, StringComparison.Ordinal);
        Assert.Single(_log.Messages);
    }

    [Fact]
    public void Collect_OpenMetrics_HasItsOwnNamesUnitsAndEnd()
    {
        _meter.CreateCounter<double>("test.spent", "s", "Time \"spent\".").Add(1.5);
        _meter.CreateGauge<double>("test.level", "1").Record(0.5);
        _meter.CreateHistogram("test.time", "s", "Time.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] }).Record(0.5);

        var text = _exporter.Collect(MetricsFormat.OpenMetrics);

        Assert.StartsWith(
            """
            # HELP test_level_ratio 
            # TYPE test_level_ratio gauge
            # UNIT test_level_ratio ratio
            test_level_ratio 0.5
            # HELP test_spent_seconds Time \"spent\".
            # TYPE test_spent_seconds counter
            # UNIT test_spent_seconds seconds
            test_spent_seconds_total 1.5
            # HELP test_time_seconds Time.
            # TYPE test_time_seconds histogram
            # UNIT test_time_seconds seconds
            test_time_seconds_bucket{le="0.1"} 0
            test_time_seconds_bucket{le="1.0"} 1
            test_time_seconds_bucket{le="+Inf"} 1
            test_time_seconds_sum 0.5
            test_time_seconds_count 1
            # HELP messagelb_build Version and identity of this dispatcher; always 1.
            # TYPE messagelb_build info
            messagelb_build_info{
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.Contains("# TYPE process_cpu_seconds counter\n# UNIT process_cpu_seconds seconds\nprocess_cpu_seconds_total ", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_HelpWithSpecialLetters_IsEscapedAsTheFormatAsks()
    {
        _meter.CreateCounter<int>("test.odd", description: "a\\b\nc \"d\"");

        Assert.StartsWith("# HELP test_odd_total a\\\\b\\nc \"d\"\n", Family("test_odd_total"), StringComparison.Ordinal);
        Assert.Contains("# HELP test_odd a\\\\b\\nc \\\"d\\\"\n", _exporter.Collect(MetricsFormat.OpenMetrics), StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_Always_TellsBuildAndProcess()
    {
        Assert.StartsWith(
            "# HELP messagelb_build_info Version and identity of this dispatcher; always 1.\n# TYPE messagelb_build_info gauge\n"
            + "messagelb_build_info{version=\"9.8.7\",dispatcher=\"dispatcher-1\",transport=\"rabbitmq\",runtime=\"",
            Family("messagelb_build_info"),
            StringComparison.Ordinal);
        Assert.Contains("# TYPE process_cpu_seconds_total counter\n", Family("process_cpu_seconds_total"), StringComparison.Ordinal);
        Assert.Contains("# TYPE process_resident_memory_bytes gauge\n", Family("process_resident_memory_bytes"), StringComparison.Ordinal);
    }

    private static int FailingObservation() => throw new InvalidOperationException("broken");

    private string Family(string name)
    {
        var text = _exporter.Collect();
        var start = text.IndexOf($"# HELP {name} ", StringComparison.Ordinal);
        Assert.True(start >= 0, $"no family {name} in:\n{text}");
        var end = text.IndexOf("# HELP ", start + 1, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }
}
