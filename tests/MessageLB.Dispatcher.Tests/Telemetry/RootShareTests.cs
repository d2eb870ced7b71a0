using System.Diagnostics;
using MessageLB.Telemetry;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Telemetry;

/// <summary>Which messages begin a trace.</summary>
[Collection(nameof(TracingCollection))]
public sealed class RootShareTests
{
    private readonly Dictionary<string, object?> _context = new() { [MessageTraces.TraceParent] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 10)]
    [InlineData(0.25, 250)]
    [InlineData(1, 1000)]
    public void Start_WithoutContext_BeginsThatPartOfThem(double part, int begun)
    {
        using var spans = Listen();
        using var share = new RootShare(part);

        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => Begins(headers: null)), begun - 1, begun + 1);
    }

    [Fact]
    public void Start_WithContext_AlwaysGoesOn()
    {
        using var spans = Listen();
        using var share = new RootShare(0);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(Begins(_context)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void RootShare_OutOfItsRange_IsRefused(double part) => Assert.Throws<ArgumentOutOfRangeException>(() => new RootShare(part));

    private static CollectedSpans Listen() => new(ActivitySamplingResult.AllDataAndRecorded, MessageTraces.SourceName);

    private static bool Begins(Dictionary<string, object?>? headers)
    {
        if (MessageTraces.Start("route messagelb.in.orders", headers) is not { } span) return false;
        MessageTraces.Stop(span);
        return true;
    }
}
