using System.Numerics;
using System.Runtime.Intrinsics;
using MessageLB.Core.Groups;
using MessageLB.Core.Kinds;

namespace MessageLB.Core.Routing;

/// <summary>
/// The outstanding work of each destination, kept from change to change, and who would be done first with one more message of a kind. Its
/// expectation differs from kind to kind, so no one order serves all: up to <see cref="MostLooks"/> candidates are all looked at, of more a
/// few. One thread; no allocation after <see cref="Reset"/>.
/// </summary>
internal sealed class WorkLoads
{
    /// <summary>Candidates that are all looked at.</summary>
    public const int MostLooks = 64;

    /// <summary>Of more than those so many are drawn, with replacement.</summary>
    public const int Draws = 16;

    private const int Block = 16;
    private const int Lane = 4;

    // By slot, padded to whole blocks. Who is no candidate has an infinite score, by its part of a weight.
    private double[] _work = [];
    private double[] _elsewhere = [];
    private double[] _perHand = [];
    private double[] _perWeight = [];

    // In a group of few slots, by kind and slot; and the version of a destination's times that was read last.
    private double[][] _seconds = [];
    private int[] _versions = [];

    public void Reset(int slots)
    {
        var padded = (slots + Block - 1) / Block * Block;
        (_work, _elsewhere, _perHand, _perWeight) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        Array.Fill(_perWeight, double.PositiveInfinity);
        _versions = new int[padded];
        Array.Fill(_versions, -1);
        _seconds = new double[slots <= MostLooks ? KindNames.Most : 0][];
        for (var kind = 0; kind < _seconds.Length; kind++)
        {
            _seconds[kind] = new double[padded];
            Array.Fill(_seconds[kind], 1.0);
        }
    }

    /// <summary>Takes in what is new of a destination, which keeps books by kind.</summary>
    public void Set(DestinationState destination, bool isCandidate, KindBooks kinds)
    {
        var slot = destination.Slot;
        _perWeight[slot] = isCandidate ? destination.PerWeight : double.PositiveInfinity;
        if (!isCandidate) return;
        _work[slot] = destination.WorkSeconds;
        _elsewhere[slot] = destination.Elsewhere;
        _perHand[slot] = destination.PerHand;
        // First: if times change while they are read, their version is another one at the next look.
        var version = kinds.Version;
        if (_seconds.Length == 0 || version == _versions[slot]) return;
        _versions[slot] = version;
        for (var kind = 0; kind < _seconds.Length; kind++) _seconds[kind][slot] = Known(kinds.Seconds(kind));
    }

    /// <summary>
    /// The candidate with the smallest expectation for the kind, ties broken uniformly at random. <paramref name="favourite"/>, the best for
    /// messages without a kind, is looked at in any case: with many candidates it is better than what chance finds.
    /// </summary>
    public DestinationState Least(int kind, CandidateSet candidates, DestinationState favourite, Random random)
    {
        if (_seconds.Length > 0) return candidates.AtSlot(LeastOfFew(_seconds[kind], random))!;
        var all = candidates.Items;
        if (all.Length > MostLooks) return LeastOfSome(kind, all, favourite, random);
        var (least, best, ties) = (double.PositiveInfinity, favourite, 0);
        foreach (var destination in all)
        {
            var score = Score(destination, kind);
            if (score > least) continue;
            if (score < least) (least, best, ties) = (score, destination, 1);
            else if (random.Next(++ties) == 0) best = destination;
        }

        return best;
    }

    private DestinationState LeastOfSome(int kind, ReadOnlySpan<DestinationState> all, DestinationState favourite, Random random)
    {
        var (least, best) = (Score(favourite, kind), favourite);
        for (var i = 0; i < Draws; i++)
        {
            var destination = all[random.Next(all.Length)];
            var score = Score(destination, kind);
            if (score < least) (least, best) = (score, destination);
        }

        return best;
    }

    private int LeastOfFew(double[] seconds, Random random)
    {
        var (least, tied) = (double.PositiveInfinity, 0UL);
        Span<double> scores = stackalloc double[Block];
        for (var start = 0; start < seconds.Length; start += Block)
        {
            for (var i = 0; i < Block; i += Lane) Scores(seconds, start + i).CopyTo(scores[i..]);
            var here = MinTree.Least(scores, out var set);
            if (here > least) continue;
            if (here < least) (least, tied) = (here, 0);
            tied |= (ulong)set << start;
        }

        var ties = BitOperations.PopCount(tied);
        for (var skip = ties > 1 ? random.Next(ties) : 0; skip > 0; skip--) tied &= tied - 1;
        return BitOperations.TrailingZeroCount(tied);
    }

    // ResponseTimePolicy.Rank times the service time, with the division by it taken out.
    private Vector256<double> Scores(double[] seconds, int slot)
    {
        var (service, perHand) = (Vector256.Create(seconds, slot), Vector256.Create(_perHand, slot));
        var work = Vector256.Create(_work, slot) + (Vector256.Create(_elsewhere, slot) * service);
        var queueing = Vector256.MaxNative(service, (work + service) * perHand);
        var crowding = Vector256.MinNative(service, 4 * work * perHand) * ResponseTimePolicy.Crowding;
        return (queueing + crowding) * Vector256.Create(_perWeight, slot);
    }

    private double Score(DestinationState destination, int kind)
    {
        var slot = destination.Slot;
        var service = Known(destination.ServiceSecondsOf(kind));
        return service * ResponseTimePolicy.Rank((_work[slot] / service) + _elsewhere[slot], _perHand[slot]) * _perWeight[slot];
    }

    private static double Known(double seconds) => seconds > 0 ? seconds : 1.0;
}
