using MessageLB.Core.Configuration;
using MessageLB.Core.Retries;
using Xunit;

namespace MessageLB.Core.Tests.Retries;

public sealed class RetryRulesTests
{
    private static readonly RetryConfig Retry = new()
    {
        MaxAttempts = 3,
        Jitter = 0,
        Errors =
        [
            new RetryErrorConfig { Error = "FormatException", MaxAttempts = 1 },
            new RetryErrorConfig { Error = "Timeout*", Delay = TimeSpan.FromSeconds(30), MaxAttempts = 10 },
        ],
    };

    [Fact]
    public void Next_Ready_IsHandedOverWithItsAttempt() => Assert.Equal(NextStep.HandOver(2), Next(new Arrival(ArrivalKind.Ready, 2, default, null, null)));

    [Fact]
    public void Next_Early_TakesTheLongestStepAndKeepsTheRest() =>
        Assert.Equal(
            new NextStep(NextStepKind.Wait, 2, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(17)),
            Next(new Arrival(ArrivalKind.Early, 2, TimeSpan.FromSeconds(37.2), null, null)));

    [Fact]
    public void Next_Failed_WaitsForTheNextAttempt() =>
        Assert.Equal(new NextStep(NextStepKind.Wait, 3, TimeSpan.FromSeconds(2), TimeSpan.Zero), Next(Failed(2, "Boom: x")));

    [Fact]
    public void Next_LastAttemptFailed_IsDead() => Assert.Equal(NextStep.Dead(3, DeadReasons.Attempts), Next(Failed(3, "Boom: x")));

    [Theory]
    [InlineData("FormatException: no JSON", NextStepKind.Dead)]
    [InlineData("FormatException2: no JSON", NextStepKind.Wait)]
    [InlineData(null, NextStepKind.Wait)]
    public void Next_AnErrorWithARule_GoesByIt(string? error, NextStepKind kind) => Assert.Equal(kind, Next(Failed(1, error)).Kind);

    [Fact]
    public void Next_ARuleWithAStar_NamesWhatBeginsSo() =>
        Assert.Equal(new NextStep(NextStepKind.Wait, 2, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)), Next(Failed(1, "TimeoutException: x")));

    [Fact]
    public void Next_NoDelay_IsHandedOverAtOnce() =>
        Assert.Equal(NextStep.HandOver(2), RetryRules.Next(Failed(1, null), Retry with { Delay = TimeSpan.Zero }, new Random(1)));

    [Theory]
    [InlineData(ArrivalKind.Expired, DeadReasons.Expired)]
    [InlineData(ArrivalKind.Lethal, DeadReasons.Quarantine)]
    public void Next_ExpiredOrLethal_IsDead(ArrivalKind kind, string reason) =>
        Assert.Equal(NextStep.Dead(4, reason), Next(new Arrival(kind, 4, default, null, "a")));

    private static Arrival Failed(int attempt, string? error) => new(ArrivalKind.Failed, attempt, default, error, "a");

    private static NextStep Next(Arrival arrival) => RetryRules.Next(arrival, Retry, new Random(1));
}
