using MessageLB.Core.DeadLetters;
using Xunit;

namespace MessageLB.Core.Tests.DeadLetters;

public sealed class DeadLetterFilterTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private static readonly DeadLetter Letter = Given.Letter(
        (HeaderNames.DeadReason, "attempts"), (HeaderNames.DeadAt, "2026-11-26T08:00:00.000Z"), (HeaderNames.LastError, "TimeoutException: slow"), (HeaderNames.Tried, "a,b"), ("n", 7), ("region", "eu"u8.ToArray()));

    public static TheoryData<DeadLetterFilter, bool> Cases => new()
    {
        { DeadLetterFilter.All, true },
        { new() { Reason = "ATTEMPTS" }, true },
        { new() { Reason = "attempt" }, false },
        { new() { Error = "timeout" }, true },
        { new() { Error = "TimeoutException: slow" }, true },
        { new() { Error = "slow" }, false },
        { new() { Destination = "b" }, true },
        { new() { Destination = "c" }, false },
        { new() { Since = At }, true },
        { new() { Since = At.AddMilliseconds(1) }, false },
        { new() { Until = At }, false },
        { new() { Until = At.AddMilliseconds(1) }, true },
        { new() { Ids = ["x", "m"] }, true },
        { new() { Ids = ["M"] }, false },
        { new() { Headers = [new("region", "eu"), new("n", "7")] }, true },
        { new() { Headers = [new("region", "eu"), new("n", "8")] }, false },
        { new() { Reason = "attempts", Error = "Json" }, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matches_ALetter_IfItMeetsAllThatIsSaid(DeadLetterFilter filter, bool expected) => Assert.Equal(expected, filter.Matches(Letter));

    [Fact]
    public void Matches_ALetterThatDoesNotSayWhenItDied_IsNotMeantByTime()
    {
        var letter = Given.Letter();

        Assert.False(new DeadLetterFilter { Since = DateTimeOffset.MinValue }.Matches(letter));
        Assert.False(new DeadLetterFilter { Until = DateTimeOffset.MaxValue }.Matches(letter));
    }

    [Fact]
    public void IsAll_OnlyWithNothingSaid()
    {
        Assert.True(new DeadLetterFilter().IsAll);
        Assert.False(new DeadLetterFilter { Ids = ["m"] }.IsAll);
        Assert.False(new DeadLetterFilter { Until = At }.IsAll);
    }
}
