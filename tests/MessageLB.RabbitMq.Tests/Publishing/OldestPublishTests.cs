using Xunit;

namespace MessageLB.RabbitMq.Tests.Publishing;

/// <summary>How long the oldest publish waits.</summary>
public sealed class OldestPublishTests
{
    private readonly OldestPublish _oldest = new();

    [Fact]
    public void Look_OthersAreConfirmedAndTheOldestIsNot_ItsWaitGrows()
    {
        Assert.Equal([0, 1, 2, 3], LookAt((5, 7UL), (9, 7UL), (2, 7UL), (1, 7UL)));
    }

    [Fact]
    public void Look_TheOldestIsAnother_TheWaitBeginsAgain()
    {
        Assert.Equal([0, 1, 0, 1], LookAt((5, 7UL), (5, 7UL), (5, 8UL), (5, 8UL)));
    }

    [Fact]
    public void Look_NothingWaited_TheWaitBeginsWithTheLookThatSeesOne()
    {
        Assert.Equal([0, 0, 0, 1], LookAt((0, 7UL), (0, 7UL), (1, 7UL), (1, 7UL)));
    }

    [Fact]
    public void Look_NothingNeedsAnOutcomeForAWhile_TheWaitBeginsAgain()
    {
        Assert.Equal([0, 1, 0, 0, 1], LookAt((3, 7UL), (3, 7UL), (0, 7UL), (3, 7UL), (3, 7UL)));
    }

    private IEnumerable<int> LookAt(params (int Unconfirmed, ulong Oldest)[] looks) =>
        looks.Select((look, second) => (int)_oldest.Look(look.Unconfirmed, look.Oldest, TimeSpan.FromSeconds(100 + second)).TotalSeconds);
}
