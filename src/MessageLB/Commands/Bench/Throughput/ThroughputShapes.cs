using MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>The shapes that are in this program, in the order in which they are measured.</summary>
internal static class ThroughputShapes
{
    // Twice what is acknowledged at once, so that messages come while the acknowledgement of the ones before is on its way.
    private const int Batch = 125;

    public static IReadOnlyList<IThroughputShape> BuiltIn { get; } =
    [
        new DirectShape("direct", ThroughputStage.Prefetch, ackEvery: 1),
        new DirectShape("direct-batch", 2 * Batch, Batch),
        new BareHopShape(),
        new ShovelShape(),
        new MessageLBShape("messagelb", DeliveryMode.Handoff, 1),
        new MessageLBShape("messagelb-frames", DeliveryMode.Handoff, GroupConfig.DefaultFrameMax),
        new MessageLBShape("messagelb-hold", DeliveryMode.Hold, 1),
        new MessageLBShape("messagelb-hold-frames", DeliveryMode.Hold, GroupConfig.DefaultFrameMax),
    ];
}
