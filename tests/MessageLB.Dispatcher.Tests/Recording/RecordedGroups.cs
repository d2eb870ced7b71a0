using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Tests.Recording;

/// <summary>What is recorded in tests.</summary>
internal static class RecordedGroups
{
    public static GroupStatus Orders { get; } = new("orders", "response_time", ["#"], 0, 0, 0, 0, 0, false, null, 0, []);
}
