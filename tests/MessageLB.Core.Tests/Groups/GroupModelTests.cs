using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Tests.Generators;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

/// <summary>
/// Random events, sensible and absurd, to a group with listed and discovered destinations. Whatever comes: no exception, nobody in
/// the snapshot who must not be there, versions grow, old snapshots stay, and the books stay between nothing and what was taken.
/// </summary>
public sealed class GroupModelTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly string[] Kinds = ["", .. Enumerable.Range(0, 20).Select(i => $"kind-{i}")];

    private static readonly Gen<Heartbeat> AnyHeartbeat =
        from destination in Gen.Elements(Names)
        from instance in Gen.Elements("i1", "i2")
        from sequence in Gen.OneOf(Gen.Choose(0, 40).Select(n => (long)n), Gen.Elements(0L, 1L << 53, long.MaxValue))
        from state in Gen.Elements(Enum.GetValues<WorkerState>())
        from numbers in Gen.Choose(0, 60).Select(n => (long)n).ArrayOf(8)
        from huge in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from tells in Gen.Elements(true, false)
        from kinds in (from kind in Gen.Elements(Kinds) from done in Gen.Choose(0, 60) from busy in Gen.Choose(0, 600) select (kind, new KindCounts(done, busy))).ListOf()
        select new Heartbeat
        {
            Group = GroupRig.Group,
            Destination = destination,
            Instance = instance,
            Sequence = sequence,
            State = state,
            IntervalMs = numbers[0] == 0 ? 3_600_000 : 1000,
            Concurrency = huge ? 100_000 : 1 + (int)numbers[1],
            Window = numbers[2] < 30 ? 0 : (int)numbers[2],
            Weight = numbers[3] < 30 ? null : (int)numbers[3] - 30,
            InFlight = (int)numbers[4],
            Done = huge ? 1L << 53 : numbers[5],
            Failed = numbers[6],
            BusyMs = huge ? 1e14 : numbers[7] * 10,
            Kinds = kinds.DistinctBy(k => k.kind).ToDictionary(k => k.kind, k => k.Item2),
            DoneBy = tells ? new Dictionary<string, long> { [GroupRig.Dispatcher] = numbers[5], ["d2"] = numbers[6] } : [],
        };

    private static readonly Gen<QueueDepth?> AnyDepth = Gen.Frequency(
        (1, Gen.Constant<QueueDepth?>(null)),
        (6, from ready in Gen.Choose(0, 100) from consumers in Gen.Choose(0, 2) select (QueueDepth?)new QueueDepth(ready, consumers)),
        (1, Gen.Constant<QueueDepth?>(new QueueDepth(long.MaxValue / 4, 1))));

    private static readonly Gen<string> AnyName = Gen.Elements(Names);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, AnyHeartbeat.Select(h => new Step($"{h}", run => run.Rig.TryBeat(h.Destination, _ => h)))),
        (4, AnyName.Select(name => new Step($"{name} beats as a good worker", run => run.Rig.TryBeat(name)))),
        (4, Gen.Choose(0, 3000).Select(ms => new Step($"{ms} ms pass", run => run.Rig.Pass(ms / 1000.0)))),
        (1, Gen.Constant(new Step("a long time passes", run => run.Rig.Pass(GroupUpdater.ForgetAfter)))),
        (6, Gen.Constant(new Step("tick", run => run.Rig.Tick()))),
        (6, AnyName.Select(name => new Step($"{name} is picked", run => run.Take(name)))),
        (6, from name in AnyName
            from kind in Gen.Choose(0, KindNames.Most - 1)
            select new Step($"{name} is picked for kind {kind}", run => run.Take(name, kind))),
        (2, AnyName.Select(name => new Step($"a hand-over to {name} is undone", run => run.GiveBack(name)))),
        (2, from name in AnyName
            from instance in Gen.Elements("i1", "i2")
            from end in Gen.Elements(PresenceEnd.Lost, PresenceEnd.Left)
            select new Step($"{name}/{instance} {end}", run => run.Rig.EndPresence(name, end, instance))),
        (2, AnyName.Select(name => new Step($"a look at {name} begins", run => run.BeginLook(name)))),
        (3, from name in AnyName from depth in AnyDepth select new Step($"a look at {name} shows {depth}", run => run.EndLook(name, depth))),
        (1, from name in AnyName from depth in AnyDepth select new Step($"resync of {name} to {depth}", run => run.Rig.Resync(name, depth))),
        (1, from name in AnyName
            from outcome in Gen.Elements(PublishOutcome.Returned, PublishOutcome.Refused)
            select new Step($"hand-over to {name} {outcome}", run => run.Rig.FailHandOver(name, outcome))),
        (1, from name in AnyName
            from state in Gen.Elements(AdministrativeState.Active, AdministrativeState.Draining, AdministrativeState.Maintenance)
            select new Step($"{name} is to be {state}", run => run.Rig.Administer(name, state))),
        (1, from name in AnyName
            from id in Gen.Choose(1, 3)
            select new Step($"message {id} failed at {name}", run => run.Rig.FailMessage($"m{id}", name))),
        (1, AnyName.Select(name => new Step($"queue of {name} refused", run => run.Rig.DeclareQueue(name, "other arguments")))),
        (1, AnyName.Select(name => new Step($"queue of {name} declared", run => run.Rig.DeclareQueue(name, null)))));

    [Fact]
    public void Updater_AnyEvents_KeepsItsPromises() => RandomCommands.Check(
        AnyStep,
        steps =>
        {
            var run = new Run();
            foreach (var step in steps)
            {
                step.Do(run);
                run.AssertPromises();
            }
        },
        sequences: 500);

    private sealed record Step(string Text, Action<Run> Do)
    {
        public override string ToString() => Text;
    }

    private sealed class Run
    {
        private readonly Dictionary<DestinationState, long> _looks = [];
        private readonly Dictionary<string, DestinationCondition> _told = new() { ["a"] = DestinationCondition.Unknown, ["b"] = DestinationCondition.Unknown };
        private GroupSnapshot _last = GroupSnapshot.Empty;
        private DestinationState[] _lastEligible = [];

        public GroupRig Rig { get; } = GroupRig.Listed(new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b", Weight = 0 });

        private DestinationState? Find(string name) => Rig.Updater.All().Find(d => d.Name == name);

        public void Take(string name) => Find(name)?.Credit.TryTake();

        public void Take(string name, int kind) => Find(name)?.TryTake(kind, null);

        public void GiveBack(string name) => Find(name)?.Credit.Return(1);

        public void BeginLook(string name)
        {
            if (Find(name) is { } destination) _looks[destination] = destination.Credit.Taken;
        }

        public void EndLook(string name, QueueDepth? depth)
        {
            if (Find(name) is { } destination && _looks.Remove(destination, out var taken)) Rig.Look(name, depth, taken);
        }

        public void AssertPromises()
        {
            var views = Rig.Updater.View(Rig.Now);
            AssertSnapshot(views);
            AssertEvents(views);
            foreach (var view in views) AssertDestination(view);
            Assert.Equal(views.Count, views.Select(v => v.State.Slot).Distinct().Count());
            Rig.Updater.WantingLook(Rig.Now);
        }

        private void AssertSnapshot(List<DestinationView> views)
        {
            var snapshot = Rig.State.Snapshot;
            Assert.Equal(
                views.Where(v => v.Condition is DestinationCondition.Ready or DestinationCondition.Probing && v.State.Weight > 0).Select(v => v.State).OrderBy(s => s.Slot),
                snapshot.Eligible);
            Assert.Equal(views.Where(v => v.Condition == DestinationCondition.Degraded && v.State.Weight > 0).Select(v => v.State).OrderBy(s => s.Slot), snapshot.Reserve);
            Assert.Equal(_lastEligible, _last.Eligible);
            if (!ReferenceEquals(snapshot, _last)) Assert.True(snapshot.Version > _last.Version, "versions grow");
            _last = snapshot;
            _lastEligible = [.. snapshot.Eligible];
        }

        // What was told of a destination, one transition after the other, leads to the condition that it is in.
        private void AssertEvents(List<DestinationView> views)
        {
            foreach (var e in Rig.TakeEvents())
            {
                Assert.Equal(_told.GetValueOrDefault(e.Destination, DestinationCondition.Unknown), e.From);
                if (e.To is { } to) _told[e.Destination] = to;
                else Assert.True(_told.Remove(e.Destination), "only what is known is forgotten");
            }

            Assert.All(views, v => Assert.Equal(_told.GetValueOrDefault(v.State.Name, DestinationCondition.Unknown), v.Condition));
        }

        private static void AssertDestination(DestinationView view)
        {
            var credit = view.State.Credit;
            Assert.True(credit.InFlight >= 0, "in flight is never negative");
            Assert.True(credit.Returned <= credit.Taken, "never more is given back than was taken");
            Assert.InRange(credit.Limit, 1, WindowConfig.Largest);
            Assert.InRange(view.ServiceSeconds, 0, 86_400);
            // Where it fails it is ranked by up to a thousand times what was measured.
            Assert.InRange(view.State.ServiceSeconds, 0, 86_400_000);
            Assert.InRange(view.State.WorkSeconds, 0, Math.Max(0.0, credit.InFlight) * 86_400_000);
            Assert.InRange(view.State.HealthScore, 0, 1);
            Assert.InRange(view.ServiceSecondsByKind.Count, 0, KindNames.Most);
            Assert.All(view.ServiceSecondsByKind, kind => Assert.InRange(kind.Value, 0, 86_400));
            Assert.InRange(view.Alive, 0, 2);
            Assert.InRange(view.Ramp, 0.1, 1);
            Assert.True(view.Condition != DestinationCondition.Probing || credit.Limit == 1, "on trial one message at a time");
            Assert.Equal(view.Condition == DestinationCondition.Ready, view.Reason is null);
        }
    }
}
