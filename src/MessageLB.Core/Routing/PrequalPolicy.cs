using System.Numerics;
using System.Runtime.Intrinsics;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Prequal's hot-cold rule (Wydrowski and others, NSDI 2024): in a pool of up to 16 candidates those with more in flight than the 0.84
/// quantile are hot; of the others the one with the lowest latency is chosen, and where none is known, the one with the least in
/// flight. Ties go to the one with less in flight, then uniformly at random. A latency is known while the worker's reports are not
/// old (<see cref="DestinationState.IsReportOld"/>). O(1).
/// </summary>
internal sealed class PrequalPolicy : IRoutingPolicy
{
    public const string PolicyName = "prequal";

    /// <summary>Candidates looked at; of more, so many are drawn without replacement.</summary>
    public const int LargestPool = 16;

    /// <summary>2^-0.25, the authors' choice.</summary>
    private const double HotQuantile = 0.84;

    private const int BitsOfWord = 64;
    private const int Half = LargestPool / 2;
    private const int Lane = 4;

    private readonly double[] _latency = new double[LargestPool];
    private readonly int[] _inFlight = new int[LargestPool];
    private readonly int[] _pool = new int[LargestPool];
    private Figures[] _figures = [];

    // In a group that is no larger than the pool the figures lie by slot as the pool has them, and places of the pool are slots.
    private readonly double[] _latencyBySlot = new double[LargestPool];
    private readonly int[] _inFlightBySlot = new int[LargestPool];
    private bool _isSmall;
    private uint _candidates;

    private ulong[] _drawn = [];

    public string Name => PolicyName;

    public void Rebase(GroupSnapshot group, Random random)
    {
        _isSmall = group.Slots <= LargestPool;
        _candidates = 0;
        Array.Fill(_latencyBySlot, double.PositiveInfinity);
        Array.Fill(_inFlightBySlot, int.MaxValue);
        _figures = _isSmall ? [] : new Figures[group.Slots];
        _drawn = new ulong[(group.Eligible.Length / BitsOfWord) + 1];
    }

    public void Refresh(DestinationState destination, bool isCandidate)
    {
        var slot = destination.Slot;
        var latency = destination.IsReportOld ? double.PositiveInfinity : destination.ServiceSeconds;
        if (!_isSmall)
        {
            _figures[slot] = new Figures { InFlight = destination.Load, Latency = latency };
            return;
        }

        _latencyBySlot[slot] = isCandidate ? latency : double.PositiveInfinity;
        _inFlightBySlot[slot] = isCandidate ? destination.Load : int.MaxValue;
        _candidates = isCandidate ? _candidates | (1u << slot) : _candidates & ~(1u << slot);
    }

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        var pool = Fill(candidates, context.Random);
        var count = BitOperations.PopCount(pool);
        // Linear between the figures around it, so that of two the busier is hot: whoever has more than so many below it.
        var below = (int)(HotQuantile * (count - 1));
        var latency = MinTree.Least(ColdLatencies(pool & Cold(below), stackalloc double[LargestPool]), out var tied);
        if (!double.IsFinite(latency)) tied = pool;
        var place = Any(KeepLeast(tied), context.Random);
        return _isSmall ? candidates.AtSlot(place) : candidates[_pool[place]];
    }

    private static int Any(uint tied, Random random)
    {
        var ties = BitOperations.PopCount(tied);
        for (var skip = ties > 1 ? random.Next(ties) : 0; skip > 0; skip--) tied &= tied - 1;
        return BitOperations.TrailingZeroCount(tied);
    }

    // Of those in the set the ones with the least in flight.
    private uint KeepLeast(uint set)
    {
        var (least, kept) = (int.MaxValue, 0u);
        for (; set != 0; set &= set - 1)
        {
            var figure = _inFlight[BitOperations.TrailingZeroCount(set)];
            if (figure < least) (least, kept) = (figure, 0);
            if (figure == least) kept |= set & (~set + 1);
        }

        return kept;
    }

    // A bit for each place with no more than so many below it.
    private uint Cold(int most)
    {
        var (low, high) = (Vector256.Create(_inFlight), Vector256.Create(_inFlight, Half));
        var (belowLow, belowHigh) = (Vector256<int>.Zero, Vector256<int>.Zero);
        foreach (var figure in _inFlight)
        {
            var all = Vector256.Create(figure);
            // What is true is -1.
            belowLow -= Vector256.LessThan(all, low);
            belowHigh -= Vector256.LessThan(all, high);
        }

        var limit = Vector256.Create(most);
        return Vector256.LessThanOrEqual(belowLow, limit).ExtractMostSignificantBits()
            | (Vector256.LessThanOrEqual(belowHigh, limit).ExtractMostSignificantBits() << Half);
    }

    private Span<double> ColdLatencies(uint cold, Span<double> latencies)
    {
        var all = Vector256.Create((long)cold);
        var bits = Vector256.Create(1L, 2, 4, 8);
        for (var i = 0; i < LargestPool; i += Lane, bits <<= Lane)
        {
            var isCold = Vector256.Equals(all & bits, bits).AsDouble();
            Vector256.ConditionalSelect(isCold, Vector256.Create(_latency, i), Vector256.Create(double.PositiveInfinity)).CopyTo(latencies[i..]);
        }

        return latencies;
    }

    // Returns a bit for each place that is taken.
    private uint Fill(CandidateSet candidates, Random random)
    {
        const uint whole = (1u << LargestPool) - 1;
        if (_isSmall)
        {
            _latencyBySlot.CopyTo(_latency);
            _inFlightBySlot.CopyTo(_inFlight);
            return _candidates;
        }

        var all = candidates.Items;
        if (all.Length > LargestPool)
        {
            Draw(all, random);
            return whole;
        }

        for (var i = 0; i < all.Length; i++) Put(i, i, all[i]);
        for (var i = all.Length; i < LargestPool; i++) (_latency[i], _inFlight[i]) = (double.PositiveInfinity, int.MaxValue);
        return whole >> (LargestPool - all.Length);
    }

    // Robert Floyd's sampling: each set of 16 with the same chance, in 16 draws.
    private void Draw(ReadOnlySpan<DestinationState> all, Random random)
    {
        for (var i = 0; i < LargestPool; i++)
        {
            var last = all.Length - LargestPool + i;
            var at = random.Next(last + 1);
            if ((_drawn[at / BitsOfWord] & (1UL << at)) != 0) at = last;
            _drawn[at / BitsOfWord] |= 1UL << at;
            Put(i, at, all[at]);
        }

        foreach (var at in _pool) _drawn[at / BitsOfWord] = 0;
    }

    private void Put(int place, int at, DestinationState destination)
    {
        ref readonly var figures = ref _figures[destination.Slot];
        (_pool[place], _latency[place], _inFlight[place]) = (at, figures.Latency, figures.InFlight);
    }

    private struct Figures
    {
        public double Latency;
        public int InFlight;
    }
}
