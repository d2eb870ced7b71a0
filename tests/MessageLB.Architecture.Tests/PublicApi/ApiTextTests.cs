using MessageLB.Core.Credit;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Architecture.Tests.PublicApi;

/// <summary>The text shows what users depend on.</summary>
public sealed class ApiTextTests
{
    [Fact]
    public void Of_Abstractions_ShowsTypesAndMembersOfEveryKind()
    {
        var lines = ApiText.Of(typeof(Names).Assembly).Split('\n');

        Assert.Contains("static class MessageLB.Names", lines);
        Assert.Contains("    const int MaxLength = 64", lines);
        Assert.Contains("    static bool IsValid(ReadOnlySpan<char> name)", lines);
        Assert.Contains("sealed record class MessageLB.Heartbeat", lines);
        Assert.Contains("    required string Group { get; init; }", lines);
        Assert.Contains("    int? Weight { get; init; }", lines);
        Assert.Contains("readonly record struct MessageLB.WorkerInstance", lines);
        Assert.Contains("    WorkerInstance(string Group, string Destination, string Instance)", lines);
        Assert.Contains("interface MessageLB.Transport.ITransportSession : IAsyncDisposable", lines);
        Assert.Contains("    string? EndReason { get; }", lines);
        Assert.Contains("enum MessageLB.Transport.PublishOutcome", lines);
        Assert.Contains("    Confirmed = 0", lines);
        Assert.Contains("    static bool TryRead(ReadOnlySpan<byte> utf8, out Heartbeat? heartbeat, out string? error)", lines);
        Assert.DoesNotContain(lines, line => line.Contains("PrintMembers", StringComparison.Ordinal) || line.Contains("HeartbeatDraft", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("delegate ", StringComparison.Ordinal) && line.Contains(nameof(ControlHandler), StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Core_ShowsConstructorsAndOmitsWhatIsInternal()
    {
        var lines = ApiText.Of(typeof(CreditWindow).Assembly).Split('\n');

        Assert.Contains("sealed class MessageLB.Core.Groups.DestinationState", lines);
        Assert.Contains("    DestinationState(string group, string name, int slot)", lines);
        Assert.DoesNotContain(lines, line => line.Contains(nameof(MessageLB.Core.Credit) + ".CreditReconciler", StringComparison.Ordinal));
    }
}
