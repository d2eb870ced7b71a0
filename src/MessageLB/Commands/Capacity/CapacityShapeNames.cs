using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>Shapes as people write them, and what <c>bench throughput</c> calls them.</summary>
internal static class CapacityShapeNames
{
    private static readonly (CapacityShape Shape, string Name, string Measured)[] Known =
    [
        (CapacityShape.Plain, "plain", "messagelb"),
        (CapacityShape.Frames, "frames", "messagelb-frames"),
        (CapacityShape.Hold, "hold", "messagelb-hold"),
        (CapacityShape.HoldFrames, "hold-frames", "messagelb-hold-frames"),
    ];

    /// <summary>All names.</summary>
    public static string All => string.Join(", ", Known.Select(known => known.Name));

    public static string Of(CapacityShape shape) => Known.Single(known => known.Shape == shape).Name;

    /// <summary>Name of the shape of <c>bench throughput</c>.</summary>
    public static string Measured(CapacityShape shape) => Known.Single(known => known.Shape == shape).Measured;

    public static bool TryParse(string text, out CapacityShape value, out string? problem)
    {
        var found = Array.FindIndex(Known, known => known.Name == text);
        value = found < 0 ? default : Known[found].Shape;
        problem = found < 0 ? $"is no shape; there are {All}" : null;
        return found >= 0;
    }
}
