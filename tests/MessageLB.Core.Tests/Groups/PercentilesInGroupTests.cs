using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Performance;
using MessageLB.Core.Tests.Abstractions;
using MessageLB.Measurement;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>Percentiles of handling times over sliding windows, from what heartbeats tell.</summary>
public sealed class PercentilesInGroupTests
{
    private readonly GroupRig _rig = new();
    private readonly Dictionary<(string Destination, string Instance), (TimeCounter Times, long Done)> _workers = [];

    [Fact]
    public void Percentiles_NobodyTells_AreUnknown()
    {
        Pass(seconds: 1, "a", tells: false);
        Pass(seconds: 70, "a", milliseconds: [5], tells: false);

        Assert.Equal(ServicePercentiles.Unknown, Minute("a"));
    }

    [Fact]
    public void Percentiles_OneOfAHundredIsSlow_OnlyTheLargestShowsMore()
    {
        Pass(seconds: 1, "a");
        for (var i = 0; i < 10; i++) Pass(seconds: 1, "a", milliseconds: [.. Enumerable.Repeat(4.0, 93), .. Enumerable.Repeat(40.0, 5), 400, 400]);

        var read = Minute("a");

        Assert.Equal(1000, read.Messages);
        Assert.Equal((4, 40, 400), (Near(read.P50, 4), Near(read.P95, 40), Near(read.P99, 400)));
    }

    [Fact]
    public void Percentiles_OfTheGroup_AreThoseOfAllMessagesAndNoMeanOfPercentiles()
    {
        Pass(seconds: 1, "a");
        Pass(seconds: 1, "b");
        Pass(seconds: 1, "a", milliseconds: [.. Enumerable.Repeat(1.0, 90)]);
        Pass(seconds: 1, "b", milliseconds: [.. Enumerable.Repeat(50.0, 10)]);
        Pass(seconds: 1, "b");

        var group = _rig.Updater.Books().Read().Windows[0].Percentiles;

        Assert.Equal((100, 1, 50, 50), (group.Messages, Near(group.P50, 1), Near(group.P95, 50), Near(group.P99, 50)));
    }

    [Fact]
    public void Percentiles_SeveralInstances_AddUp()
    {
        Pass(seconds: 1, "a", instance: "i1");
        Pass(seconds: 1, "a", instance: "i2");
        Pass(seconds: 1, "a", instance: "i1", milliseconds: [2, 2, 2]);
        Pass(seconds: 1, "a", instance: "i2", milliseconds: [30]);
        Pass(seconds: 1, "a", instance: "i1");

        Assert.Equal((4, 2, 30), (Minute("a").Messages, Near(Minute("a").P50, 2), Near(Minute("a").P99, 30)));
    }

    [Fact]
    public void Percentiles_AWorkerStartsAgain_KeepWhatTheFormerDid()
    {
        Pass(seconds: 1, "a", instance: "i1");
        Pass(seconds: 2, "a", instance: "i1", milliseconds: [2, 2, 2]);
        _rig.EndPresence("a", PresenceEnd.Lost, "i1");

        Pass(seconds: 1, "a", instance: "i2");
        Pass(seconds: 1, "a", instance: "i2", milliseconds: [30]);
        Pass(seconds: 1, "a", instance: "i2");

        Assert.Equal((7, 2, 30), (Minute("a").Messages, Near(Minute("a").P50, 2), Near(Minute("a").P99, 30)));
    }

    [Fact]
    public void Percentiles_AfterTheWindow_AreOfWhatCameLater()
    {
        Pass(seconds: 1, "a");
        Pass(seconds: 5, "a", milliseconds: [50]);
        Pass(seconds: 70, "a", milliseconds: [5]);

        var windows = _rig.Updater.Books().Read().Destinations[0].Windows;

        Assert.Equal((5, 50), (Near(windows[0].Percentiles.P99, 5), Near(windows[1].Percentiles.P99, 50)));
        Assert.Equal((60, 75), (windows[0].Percentiles.Messages, windows[1].Percentiles.Messages));
    }

    [Fact]
    public void Percentiles_TheTailGrowsAtOnce_IsOutOfTheOrdinaryAndTheMedianIsNot()
    {
        Pass(seconds: 1, "a");
        Pass(seconds: 61, "a", milliseconds: [4, 4, 4, 4, 4]);
        Assert.False(Minute("a").P99.IsAnomalous);

        Pass(seconds: 10, "a", milliseconds: [4, 4, 4, 4, 400]);

        Assert.Equal((false, true), (Minute("a").P50.IsAnomalous, Minute("a").P99.IsAnomalous));
    }

    [Fact]
    public void Percentiles_AnyWorkOfSeveralWorkers_AreThoseOfAllSortedTimesWithinTheError()
    {
        var work = (from destination in Gen.Elements("a", "b") from instance in Gen.Elements("i1", "i2") from times in TimeBucketsTests.Times.Where(t => t < TimeSpan.FromHours(1)).ListOf()
                    select (destination, instance, times)).ListOf();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(work.ToArbitrary(), steps =>
        {
            var test = new PercentilesInGroupTests();
            foreach (var destination in (string[])["a", "b"])
            {
                foreach (var instance in (string[])["i1", "i2"]) test.Pass(seconds: 1, destination, instance: instance);
            }

            foreach (var (destination, instance, times) in steps) test.Pass(seconds: 1, destination, instance: instance, milliseconds: [.. times.Select(t => t.TotalMilliseconds)]);
            test.Pass(seconds: 1, "a");
            var all = steps.SelectMany(step => step.times).Order().ToList();
            var hour = test._rig.Updater.Books().Read().Windows[2].Percentiles;
            return hour.Messages == all.Count
                && (all.Count == 0 || (IsNear(hour.P50, all, 0.5) && IsNear(hour.P95, all, 0.95) && IsNear(hour.P99, all, 0.99)));
        }));

        static bool IsNear(MetricReading reading, List<TimeSpan> sorted, double part) =>
            TimeBucketsTests.IsClose(reading.Value!.Value, sorted[Math.Max(1, (int)Math.Ceiling(part * sorted.Count)) - 1]);
    }

    private static double Near(MetricReading reading, double milliseconds) =>
        TimeBucketsTests.IsClose(reading.Value!.Value, TimeSpan.FromMilliseconds(milliseconds)) ? milliseconds : reading.Value!.Value * 1000;

    private ServicePercentiles Minute(string destination) => _rig.Updater.Books().Read().Destinations.Single(d => d.Destination == destination).Windows[0].Percentiles;

    private void Pass(int seconds, string destination, double[]? milliseconds = null, string instance = "i1", bool tells = true)
    {
        var each = milliseconds ?? [];
        var known = _workers.GetValueOrDefault((destination, instance));
        var (times, done) = (known.Times ?? new TimeCounter(), known.Done);
        for (var i = 0; i < seconds; i++)
        {
            foreach (var time in each) times.Record(TimeSpan.FromMilliseconds(time));
            done += each.Length;
            _rig.Pass(1);
            _rig.Beat(destination, h => h with { Done = done, Times = tells ? times.Read() : default }, instance);
            _rig.Tick();
        }

        _workers[(destination, instance)] = (times, done);
    }
}
