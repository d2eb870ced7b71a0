using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// RabbitMQ's consistent-hash exchange: a queue for each worker, with as many buckets as its weight says; the key's hash chooses the bucket
/// (Lamping and Veach's jump hash, as the plugin uses). A message without a key meets any bucket with equal chance, as if every
/// publisher gave it a key of its own.
/// </summary>
internal sealed class ConsistentHashExchange : Spreader
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    private readonly Xoshiro256 _random;
    private readonly long[] _bucketsUpTo;

    public ConsistentHashExchange(WorkerFleet fleet, Xoshiro256 random)
        : base(fleet)
    {
        _random = random;
        _bucketsUpTo = new long[fleet.Workers.Length];
        var buckets = 0L;
        // Where nobody has a weight, everybody is equal: an exchange without bindings would drop what it gets.
        var nobody = fleet.Workers.All(w => w.Config.Weight == 0);
        for (var i = 0; i < _bucketsUpTo.Length; i++) _bucketsUpTo[i] = buckets += nobody ? 1 : fleet.Workers[i].Config.Weight;
    }

    public override void Arrive(int slot, long now)
    {
        var key = Fleet.Messages[slot].Key;
        var bucket = key < 0 ? (long)_random.NextBelow((ulong)_bucketsUpTo[^1]) : Jump((ulong)key, _bucketsUpTo[^1]);
        Fleet.Workers[OwnerOf(bucket)].Receive(slot, now);
    }

    // Buckets beyond the first take over the key where a record in a sequence drawn from it falls: at bucket b the next record is at
    // (b + 1) / uniform.
    private static long Jump(ulong key, long buckets)
    {
        var draws = new SplitMix64(SplitMix64.Mix(key + 1));
        var (bucket, next) = (0L, 0.0);
        while (next < buckets)
        {
            bucket = (long)next;
            next = Math.Floor((bucket + 1) / (((draws.Next() >> 11) + 1) * UnitOf53Bits));
        }

        return bucket;
    }

    // The first whose buckets reach beyond this one; workers of weight 0 have none.
    private int OwnerOf(long bucket)
    {
        var (low, high) = (0, _bucketsUpTo.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_bucketsUpTo[middle] > bucket) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
