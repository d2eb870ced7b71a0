using MessageLB.Testing;
using MessageLB.Worker.Receiving;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Receiving;

public sealed class ExceptionLogGateTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ExceptionLogGate _gate;

    public ExceptionLogGateTests() => _gate = new ExceptionLogGate(_time);

    [Fact]
    public void ShouldLog_SameKindWithinAMinute_OnlyTheFirst()
    {
        var first = _gate.ShouldLog("a", out _);
        _time.Advance(ExceptionLogGate.Pause - TimeSpan.FromTicks(1));
        var second = _gate.ShouldLog("a", out _);
        _time.Advance(TimeSpan.FromTicks(1));
        var third = _gate.ShouldLog("a", out var suppressed);

        Assert.Equal((true, false, true, 1L), (first, second, third, suppressed));
    }

    [Fact]
    public void ShouldLog_MoreKindsThanRemembered_ShareOne()
    {
        for (var i = 0; i < 64; i++) Assert.True(_gate.ShouldLog($"kind {i}", out _));

        Assert.True(_gate.ShouldLog("one more", out _));
        Assert.False(_gate.ShouldLog("and another", out _));
        Assert.False(_gate.ShouldLog("kind 7", out _));
    }
}
