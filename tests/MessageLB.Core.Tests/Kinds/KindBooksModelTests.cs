using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Groups;
using MessageLB.Core.Kinds;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Kinds;

/// <summary>
/// Picks, settlements, failed hand-overs and new estimates against a plain list of what is in flight. While every message comes back by its
/// kind the books are exact; a hand-over whose kind nobody tells costs no more than its own message, and is forgotten when nothing is in flight.
/// </summary>
public sealed class KindBooksModelTests
{
    private const int Kinds = 4;

    private static readonly Gen<Step> Settling = Gen.Frequency(
        (6, Gen.Choose(0, Kinds - 1).Select(kind => new Step($"take {kind}", run => run.Take(kind)))),
        (5, Gen.Choose(0, Kinds - 1).Select(kind => new Step($"settle one of kind {kind}", run => run.Settle(kind)))),
        (1, Gen.Constant(new Step("settle all", run => run.SettleAll()))),
        (2, from kind in Gen.Choose(0, Kinds - 1)
            from ms in Gen.Choose(1, 10_000)
            select new Step($"kind {kind} takes {ms} ms", run => run.Estimate(kind, ms / 1000.0))));

    private static readonly Gen<Step> Anything = Gen.Frequency(
        (8, Settling),
        (1, Gen.Choose(0, Kinds - 1).Select(kind => new Step($"a hand-over of kind {kind} fails", run => run.Fail(kind)))),
        (2, Gen.Constant(new Step("balance", run => run.Balance()))));

    [Fact]
    public void Work_AllIsSettledByKind_IsThatOfTheModel() => RandomCommands.Check(Settling, steps =>
    {
        var run = new Run();
        foreach (var step in steps)
        {
            step.Do(run);
            run.AssertExact();
        }
    });

    [Fact]
    public void Work_HandOversFail_StaysWithinWhatIsInFlight() => RandomCommands.Check(Anything, steps =>
    {
        var run = new Run();
        foreach (var step in steps)
        {
            step.Do(run);
            run.AssertBounds();
        }

        run.SettleAll();
        run.Balance();
        run.Take(1);
        run.AssertExact();
    });

    private sealed record Step(string Text, Action<Run> Do)
    {
        public override string ToString() => Text;
    }

    private sealed class Run
    {
        private readonly DestinationState _destination = new("g", "a", 0);
        private readonly KindBooks _books;
        private readonly List<int> _inFlight = [];
        private readonly double[] _seconds = new double[Kinds];

        public Run()
        {
            var table = new KindTable();
            for (var kind = 1; kind < Kinds; kind++) table.Learn($"k{kind}");
            _books = _destination.Kinds = new KindBooks(table);
            _destination.Credit.Resize(20);
            for (var kind = 0; kind < Kinds; kind++) Estimate(kind, kind + 1);
        }

        public void Take(int kind)
        {
            if (_destination.TryTake(kind, null)) _inFlight.Add(kind);
        }

        public void Settle(int kind)
        {
            if (!_inFlight.Remove(kind)) return;
            _destination.Credit.Return(1);
            _books.Return(kind, 1);
        }

        public void SettleAll()
        {
            foreach (var kind in _inFlight.ToList()) Settle(kind);
        }

        public void Fail(int kind)
        {
            if (_inFlight.Remove(kind)) _destination.Credit.Return(1);
        }

        public void Balance() => _books.Balance(_destination.Credit);

        public void Estimate(int kind, double seconds)
        {
            _books.SetSeconds(kind, seconds);
            _seconds[kind] = seconds;
        }

        public void AssertExact()
        {
            for (var kind = 0; kind < Kinds; kind++) Assert.Equal(_inFlight.Count(k => k == kind), _books.InFlight(kind));
            Assert.Equal(_inFlight.Sum(kind => _seconds[kind]), _destination.WorkSeconds, 9);
        }

        public void AssertBounds()
        {
            Assert.All(Enumerable.Range(0, Kinds), kind => Assert.True(_books.InFlight(kind) >= 0, "never negative"));
            Assert.InRange(_destination.WorkSeconds, 0, (_inFlight.Count * _seconds.Max()) + 1e-9);
            if (_inFlight.Count > 0) Assert.True(_destination.WorkSeconds >= (_inFlight.Count * Math.Min(_seconds.Min(), _destination.ServiceSeconds)) - 1e-9);
            else Assert.Equal(0, _destination.WorkSeconds);
        }
    }
}
