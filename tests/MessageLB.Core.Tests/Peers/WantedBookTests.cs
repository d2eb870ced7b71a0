using MessageLB.Core.Peers;
using Xunit;

namespace MessageLB.Core.Tests.Peers;

public sealed class WantedBookTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000);

    private readonly WantedBook _book = new("me");

    [Fact]
    public void Say_Word_HasThisDispatchersNameAndTime()
    {
        var word = _book.Say("orders", "a", "draining", "ops", Now);

        Assert.Equal(new WantedState("orders", "a", "draining", "ops", 1_000_000, "me"), word);
        Assert.Equal(word, _book.Find("orders", "a"));
        Assert.Null(_book.Find("orders", "b"));
    }

    [Fact]
    public void Say_OnTopOfAWordFromTheFuture_IsNewerAllTheSame()
    {
        _book.Hear(new WantedState("orders", "a", "draining", "ops", 5_000_000, "other"));

        var word = _book.Say("orders", "a", "active", "ops", Now);

        Assert.Equal(5_000_001, word.AtMs);
        Assert.Equal("active", _book.Find("orders", "a")!.State);
    }

    [Theory]
    [InlineData(1_000_001, "a", true)]
    [InlineData(999_999, "z", false)]
    [InlineData(1_000_000, "z", true)] // of two at one time the larger name
    [InlineData(1_000_000, "a", false)]
    [InlineData(1_000_000, "me", false)] // its own, told by another one
    public void Hear_Word_CountsIfItIsNewer(long at, string from, bool expected)
    {
        _book.Say("orders", "a", "draining", "ops", Now);
        var word = new WantedState("orders", "a", "maintenance", "others", at, from);

        Assert.Equal(expected, _book.Hear(word));
        Assert.Equal(expected ? "maintenance" : "draining", _book.Find("orders", "a")!.State);
    }

    [Fact]
    public void Hear_InAnyOrder_AllEndWithTheSameWord()
    {
        WantedState[] words = [new("g", "d", "draining", "x", 3, "a"), new("g", "d", "active", "x", 3, "b"), new("g", "d", "maintenance", "x", 2, "c")];
        foreach (var order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            var book = new WantedBook("me");
            foreach (var i in order) book.Hear(words[i]);
            Assert.Equal("b", Assert.Single(book.Words).From);
        }
    }

    [Fact]
    public void Hear_BeyondTheMost_OnlyKnownDestinations()
    {
        for (var i = 0; i < WantedBook.MaxWords; i++) Assert.True(_book.Hear(new WantedState("g", $"d{i}", "draining", "x", 1, "a")));

        Assert.False(_book.Hear(new WantedState("g", "more", "draining", "x", 1, "a")));
        Assert.True(_book.Hear(new WantedState("g", "d0", "active", "x", 2, "a")));
        Assert.Equal(WantedBook.MaxWords, _book.Words.Count);
    }

    [Fact]
    public void Say_LongName_IsCut() => Assert.Equal(new string('x', 64), _book.Say("g", "d", "draining", new string('x', 100), Now).By);
}
