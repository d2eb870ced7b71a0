using MessageLB.Frames;

namespace MessageLB.Core.Configuration;

/// <summary>The section of a group.</summary>
internal static class GroupSchema
{
    private const string Window = "window";
    private const string Weight = "weight";

    private static readonly Setting<DestinationConfig, string> Name =
        new("name", c => c.Name, (c, v) => c with { Name = v }, Scalars.Name);

    private static readonly Settings<DestinationConfig> Destination = new()
    {
        { Weight, c => c.Weight, (c, v) => c with { Weight = v }, Scalars.Whole(0, DestinationConfig.HeaviestWeight) },
        { Window, c => c.Window, (c, v) => c with { Window = v }, new OptionalShape<WindowConfig>(Scalars.Window) },
        { "cost", c => c.Cost, (c, v) => c with { Cost = v }, Scalars.Number(0, DestinationConfig.HighestCost) },
        { "tier", c => c.Tier, (c, v) => c with { Tier = v }, Scalars.Whole(0, DestinationConfig.LastTier) },
        { "backup", c => c.Tier > 0, (c, v) => c with { Tier = v ? Math.Max(1, c.Tier) : 0 }, Scalars.Switch },
    };

    private static readonly NamedListShape<DestinationConfig> Destinations =
        new("destinations", name => new DestinationConfig { Name = name }, Name, Destination, Weight);

    private static readonly Section<HashConfig> Hash = new(new Settings<HashConfig>
    {
        { "key", c => c.Key, (c, v) => c with { Key = v }, Scalars.HashKey },
        { "bound", c => c.Bound, (c, v) => c with { Bound = v }, Scalars.Number(1, HashConfig.WidestBound) },
        { "strict", c => c.Strict, (c, v) => c with { Strict = v }, Scalars.Switch },
    });

    private static readonly Settings<GroupConfig> Own = new()
    {
        { "routes", c => c.Routes, (c, v) => c with { Routes = v }, new ListShape<string>(Scalars.Route, "") },
        { Window, c => c.Window, (c, v) => c with { Window = v }, Scalars.Window },
        { "discovery", c => c.Discovery, (c, v) => c with { Discovery = v }, Scalars.Switch },
        { "prefetch", c => c.Prefetch, (c, v) => c with { Prefetch = v }, Scalars.Whole(1, GroupConfig.LargestPrefetch) },
        { "single_active", c => c.SingleActive, (c, v) => c with { SingleActive = v }, Scalars.Switch },
        { "destinations", c => c.Destinations, (c, v) => c with { Destinations = v }, Destinations },
        { "hash", c => c.Hash, (c, v) => c with { Hash = v }, Hash },
        { "objective", c => c.Objective, (c, v) => c with { Objective = v }, Scalars.Time.Within("1ms", "1h") },
        { "delivery", c => c.Delivery, (c, v) => c with { Delivery = v }, Scalars.Choice(("handoff", DeliveryMode.Handoff), ("hold", DeliveryMode.Hold)) },
        { "hold_limit", c => c.HoldLimit, (c, v) => c with { HoldLimit = v }, Scalars.Time.Within("1s", "25m") },
        { "hold_memory", c => c.HoldMemory, (c, v) => c with { HoldMemory = v }, Scalars.Size.Within("1MiB", "1GiB") },
        { "shadow", c => c.Shadow, (c, v) => c with { Shadow = v }, new OptionalPolicyShape() },
        { "frame_max", c => c.FrameMax, (c, v) => c with { FrameMax = v }, Scalars.Whole(1, FrameFormat.MostMessages) },
        { "frame_delay", c => c.FrameDelay, (c, v) => c with { FrameDelay = v }, Scalars.Time.Within("0s", "1s") },
    };

    /// <summary>The keys.</summary>
    public static IReadOnlyList<Setting<GroupConfig>> Settings { get; } =
        [.. Own, .. RuleSchema.Settings, .. FailoverSchema.Settings, .. RetrySchema.Settings, .. DuplicatesSchema.Settings, .. BalancingSchema.Settings.Select(setting => setting.Override(BalancingSchema.Key))];

    /// <summary>The section.</summary>
    public static Section<GroupConfig> Section { get; } = new(Settings);
}
