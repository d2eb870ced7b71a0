using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Routing;

/// <summary>Destinations and snapshots as policies see them, made without a group.</summary>
internal static class Fleet
{
    public static readonly MessageProperties Properties = new();

    private static long _version;

    public static DestinationState Destination(
        int slot,
        string? name = null,
        int weight = 100,
        int limit = 1_000_000,
        int inFlight = 0,
        int concurrency = 1,
        double service = 0)
    {
        var destination = new DestinationState("g", name ?? ((char)('a' + slot)).ToString(), slot)
        {
            Weight = weight,
            Concurrency = concurrency,
            ServiceSeconds = service,
        };
        destination.Credit.Resize(int.MaxValue);
        for (var i = 0; i < inFlight; i++) destination.Credit.TryTake();
        destination.Credit.Resize(limit);
        return destination;
    }

    /// <summary>Destinations a, b, c … with these weights.</summary>
    public static DestinationState[] Weighted(params int[] weights) => [.. weights.Select((weight, slot) => Destination(slot, weight: weight))];

    public static GroupSnapshot Snapshot(params IEnumerable<DestinationState> eligible) =>
        new(Interlocked.Increment(ref _version), [.. eligible.OrderBy(d => d.Slot)], []);

    public static DestinationPicker Picker(IRoutingPolicy policy, int seed = 1) => new(policy, new Random(seed));

    public static DestinationState? Pick(this DestinationPicker picker, GroupSnapshot snapshot) => picker.TryPick(snapshot, "key", Properties);

    /// <summary>Names of the next picks, each of whose credit is returned at once; <c>-</c> for nobody.</summary>
    public static string Picks(this DestinationPicker picker, GroupSnapshot snapshot, int count)
    {
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var picked = picker.Pick(snapshot);
            picked?.Credit.Return(1);
            names.Add(picked?.Name ?? "-");
        }

        return string.Concat(names);
    }

    public static string Picks(this DestinationPicker picker, IEnumerable<DestinationState> eligible, int count) => picker.Picks(Snapshot(eligible), count);
}
