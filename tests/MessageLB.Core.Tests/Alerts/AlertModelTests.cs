using FsCheck.Fluent;
using MessageLB.Core.Alerts;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Alerts;

/// <summary>Random conditions and silences against what a complete log of them says.</summary>
public sealed class AlertModelTests
{
    private static readonly AlertObservation[] Conditions =
    [
        AlertBookRig.On(AlertRules.BrokerUnreachable),
        AlertBookRig.On(AlertRules.ConfigReloadFailed),
        AlertBookRig.On(AlertRules.NoHealthyDestination, "orders"),
        AlertBookRig.On(AlertRules.DestinationDown, "orders", "a"),
        AlertBookRig.On(AlertRules.DestinationDown, "orders", "b"),
        AlertBookRig.On(AlertRules.HeartbeatLate, "orders", "a"),
    ];

    private static readonly Silence Quiet = new() { Id = "s", Alert = "MessageLBDestination*", Destination = "b" };

    [Fact]
    public void Look_AnyConditions_IsWhatTheLogSays() => RandomCommands.Check(
        // Conditions last for several looks, or nothing would ever fire.
        Gen.Choose(0, 5000).Zip(Gen.Choose(0, 3)).Zip(Gen.Choose(0, 63)).Zip(Gen.Choose(0, 9)),
        commands =>
        {
            var rig = new AlertBookRig();
            var log = new List<Entry>();
            var notices = new List<AlertNotice>();
            var mask = 0;
            foreach (var (((milliseconds, change), conditions), silence) in commands)
            {
                if (change == 0) mask = conditions;
                if (silence == 0) rig.Silences.Add(Quiet);
                else if (silence == 1) rig.Silences.Clear();
                var observed = Conditions.Where((_, i) => (mask & (1 << i)) != 0).ToArray();
                notices.AddRange(rig.Look(milliseconds / 1000.0, observed));
                log.Add(new Entry(rig.Now, [.. observed.Select(seen => seen.Key)]));
                foreach (var condition in Conditions)
                {
                    var active = rig.Book.Active().SingleOrDefault(alert => alert.Key == condition.Key);
                    Assert.Equal(StatusOf(condition, log, rig.Timing.KeepFiringFor), active?.Status);
                }

                foreach (var told in notices.Where(n => n.Kind == AlertNoticeKind.Firing && n.At == rig.Moment.At).SelectMany(n => n.Alerts))
                {
                    Assert.Null(told.SilencedBy ?? told.InhibitedBy?.Rule);
                }
            }

            AssertInOrder(notices, rig.Timing.GroupInterval);
        },
        sequences: 100);

    // Every episode of the log from its first look on, as the words of the page say it; nothing is kept from look to look.
    private static AlertStatus? StatusOf(AlertObservation condition, List<Entry> log, TimeSpan keep)
    {
        for (var first = 0; first < log.Count;)
        {
            if (!log[first].Keys.Contains(condition.Key))
            {
                first++;
                continue;
            }

            var start = log[first].At;
            var held = log.Skip(first).TakeWhile(look => look.Keys.Contains(condition.Key)).ToList();
            if (held[^1].At - start < condition.Rule.For)
            {
                if (first + held.Count == log.Count) return AlertStatus.Pending;
                first += held.Count + 1;
                continue;
            }

            // It fires; it ends at the first look that is so much later than the first one of a gap which lasts until then.
            var end = Enumerable.Range(first, log.Count - first).FirstOrDefault(i => GapBefore(condition.Key, log, i) is { } since && log[i].At - since >= keep, -1);
            if (end < 0) return AlertStatus.Firing;
            first = end + 1;
        }

        return null;
    }

    private static TimeSpan? GapBefore(AlertKey key, List<Entry> log, int look)
    {
        TimeSpan? since = null;
        for (var i = look; i >= 0 && !log[i].Keys.Contains(key); i--) since = log[i].At;
        return since;
    }

    private static void AssertInOrder(List<AlertNotice> notices, TimeSpan interval)
    {
        foreach (var condition in Conditions)
        {
            var kinds = notices.Where(n => n.Alerts.Any(alert => alert.Key == condition.Key)).Select(n => n.Kind).ToList();
            Assert.All(kinds.Select((kind, i) => (kind, i)), told => Assert.Equal(told.i % 2 == 0 ? AlertNoticeKind.Firing : AlertNoticeKind.Resolved, told.kind));
        }

        foreach (var group in notices.Where(n => n.Kind == AlertNoticeKind.Firing).GroupBy(n => (n.Rule, n.Group)))
        {
            var times = group.Select(n => n.At).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= interval));
        }
    }

    private sealed record Entry(TimeSpan At, HashSet<AlertKey> Keys);
}
