using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Hashing;
using MessageLB.Core.Tests.Generators;
using MessageLB.Core.Waiting;
using Xunit;

namespace MessageLB.Core.Tests.Waiting;

/// <summary>Random arrivals, looks and takes against a plain list that is searched as a whole.</summary>
public sealed class WaitingRoomModelTests
{
    private static readonly string[] Names = ["one", "two", "three", "unnamed"];
    private static readonly int[] Weights = [1, 2, 5, 3];
    private static readonly double?[] Rates = [null, 10, null, null];

    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (4, Gen.Choose(0, 3).SelectMany(tenant => Gen.Elements<byte>(0, 0, 0, 5, 9).Select(priority => new Command(Kind.Add, tenant, priority)))),
        (3, Gen.Constant(new Command(Kind.Take, 0, 0))),
        (1, Gen.Constant(new Command(Kind.Peek, 0, 0))),
        (1, Gen.Choose(1, 120).Select(by => new Command(Kind.Advance, by, 0))));

    private enum Kind
    {
        Add,
        Take,
        Peek,
        Advance,
    }

    [Fact]
    public void Room_AnyOrder_LetsGoWhomTheModelNames() => RandomCommands.Check(AnyCommand, commands =>
    {
        var rules = new WaitingRules(Enumerable.Range(0, 3).Select(i => KeyValuePair.Create(Names[i], new TenantRule(Weights[i], Rates[i])))) { Others = new TenantRule(Weights[3], null) };
        var room = new WaitingRoom<int>(rules);
        var model = new Model();
        var now = TimeSpan.Zero;
        foreach (var (kind, which, priority) in commands)
        {
            switch (kind)
            {
                case Kind.Add:
                    Assert.True(room.TryAdd(model.Arrivals, StableHash.Of(Names[which].AsSpan()), priority, now));
                    model.Add(which, priority);
                    break;
                case Kind.Advance:
                    now += TimeSpan.FromMilliseconds(which);
                    break;
                default:
                    var expected = model.First(now);
                    Assert.Equal(expected is not null, room.TryPeek(now, out var item));
                    if (expected is null) break;
                    Assert.Equal(expected, item);
                    if (kind == Kind.Peek) break;
                    Assert.Equal(expected, room.Take(now));
                    model.Take(expected.Value, now);
                    break;
            }

            Assert.Equal(model.Count, room.Count);
        }
    });

    private readonly record struct Command(Kind Kind, int Which, byte Priority);

    private sealed class Model
    {
        private const int Unit = 30; // divisible by every weight
        private readonly List<(int Number, int Tenant, byte Priority)> _waiting = [];
        private readonly long[] _pass = new long[4];
        private TimeSpan _due = TimeSpan.MinValue;
        private bool _overdue;
        private long _virtual;

        public int Arrivals { get; private set; }

        public int Count => _waiting.Count;

        public void Add(int tenant, byte priority)
        {
            if (_waiting.TrueForAll(one => one.Tenant != tenant))
            {
                var present = _waiting.Count == 0 ? _virtual : _waiting.Min(one => _pass[one.Tenant]);
                _pass[tenant] = Math.Max(_pass[tenant], present);
            }

            _waiting.Add((Arrivals++, tenant, priority));
        }

        public int? First(TimeSpan now)
        {
            var limited = _due > now;
            if (limited && _waiting.Exists(one => one.Tenant == 1)) _overdue = true;
            var may = _waiting.Where(one => one.Tenant != 1 || !limited);
            var heads = may.GroupBy(one => one.Tenant).Select(of => of.OrderByDescending(one => one.Priority).ThenBy(one => one.Number).First()).ToList();
            if (heads.Count == 0) return null;
            return heads.OrderByDescending(one => one.Priority).ThenBy(one => _pass[one.Tenant]).ThenBy(one => one.Number).First().Number;
        }

        public void Take(int number, TimeSpan now)
        {
            var taken = _waiting.Single(one => one.Number == number);
            _waiting.Remove(taken);
            _virtual = Math.Max(_virtual, _pass[taken.Tenant]);
            _pass[taken.Tenant] += Unit / Weights[taken.Tenant];
            if (taken.Tenant != 1) return;
            var floor = _overdue ? now - TimeSpan.FromMilliseconds(50) : now;
            _due = (_due > floor ? _due : floor) + TimeSpan.FromMilliseconds(100);
            if (_due >= now || _waiting.TrueForAll(one => one.Tenant != 1)) _overdue = false;
        }
    }
}
