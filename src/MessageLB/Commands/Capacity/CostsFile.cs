using System.Text.Json;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Capacity;

/// <summary>Costs from a file of <c>bench throughput --json</c>. What that does not measure stays as documented.</summary>
internal static class CostsFile
{
    private const string Option = "--costs";
    private const string Drained = "direct-batch";

    /// <exception cref="CommandFailedException">It cannot be read, or does not have what is needed.</exception>
    public static async Task<CapacityCosts> ReadAsync(string path, CapacityShape shape, CancellationToken stop)
    {
        var report = Parse(path, await ReadTextAsync(path, stop));
        if (report.Rate is not null) throw Lacking(path, "was measured at a rate, and costs are those of a broker that is busy", shape);
        var drained = Find(report, path, Drained, shape);
        if (drained.FillPerSecond is not { } fill) throw Lacking(path, "does not tell how fast the ingress queue was filled", shape);
        if (drained.FillBrokerCpuUs is not { } publish) throw Lacking(path, "was measured on somebody's broker, whose processor time nobody knows", shape);
        var costs = new CapacityCosts { Size = report.Size, PublishUs = publish.Median, FillPerSecond = fill.Median, DrainPerSecond = drained.PerSecond.Median };
        MessageCosts Of(CapacityShape which) => CostsOf(Find(report, path, CapacityShapeNames.Measured(which), shape));
        return shape switch
        {
            CapacityShape.Plain => costs with { Plain = Of(CapacityShape.Plain) },
            CapacityShape.Hold => costs with { Hold = Of(CapacityShape.Hold) },
            CapacityShape.Frames => costs with { Plain = Of(CapacityShape.Plain), Frames = Of(CapacityShape.Frames) },
            _ => costs with { Hold = Of(CapacityShape.Hold), HoldFrames = Of(CapacityShape.HoldFrames) },
        };
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(path, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"{Option}: {e.Message}", e);
        }
    }

    private static ThroughputReport Parse(string path, string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, ThroughputJsonContext.Default.ThroughputReport) is { Shapes: not null } report) return report;
        }
        catch (JsonException)
        {
            // Told below, as is a file of something else.
        }

        throw new CommandFailedException(ExitCodes.Data, $"{Option}: \"{path}\" is not what messagelb bench throughput --json writes.");
    }

    private static ThroughputShapeReport Find(ThroughputReport report, string path, string name, CapacityShape shape) =>
        report.Shapes.FirstOrDefault(found => found.Name == name) ?? throw Lacking(path, $"has no shape \"{name}\"", shape);

    // What hop and workers use in one process cannot be told apart, so all of it counts as the dispatcher's.
    private static MessageCosts CostsOf(ThroughputShapeReport shape) => new(shape.BrokerCpuUs?.Median ?? 0, shape.ClientCpuUs.Median);

    private static CommandFailedException Lacking(string path, string what, CapacityShape shape)
    {
        CapacityShape[] needed = shape switch
        {
            CapacityShape.Frames => [CapacityShape.Plain, CapacityShape.Frames],
            CapacityShape.HoldFrames => [CapacityShape.Hold, CapacityShape.HoldFrames],
            _ => [shape],
        };
        var shapes = string.Join(',', needed.Select(CapacityShapeNames.Measured).Prepend(Drained));
        return new CommandFailedException(ExitCodes.Data, $"{Option}: \"{path}\" {what}. Measure with messagelb bench throughput --shapes {shapes} --json, without --broker.");
    }
}
