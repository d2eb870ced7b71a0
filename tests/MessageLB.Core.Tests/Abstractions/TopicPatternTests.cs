using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class TopicPatternTests
{
    private static readonly Gen<string> Patterns = TextsOf(["a", "b", "*", "#", "#", "", "order"]);
    private static readonly Gen<string> Keys = TextsOf(["a", "b", "c", "", "order", "*", "#"]);

    [Theory]
    [InlineData("order.*", "order.new", true)]
    [InlineData("order.*", "order", false)]
    [InlineData("order.*", "order.eu.new", false)]
    [InlineData("order.#", "order", true)]
    [InlineData("order.#", "order.eu.new", true)]
    [InlineData("order.#", "orders", false)]
    [InlineData("#.new", "new", true)]
    [InlineData("#.new", "order.eu.new", true)]
    [InlineData("#.new", "order.newer", false)]
    [InlineData("*.#.new", "new", false)]
    [InlineData("a.#.b.#.c", "a.x.b.c", true)]
    [InlineData("a.#.b.#.c", "a.x.c", false)]
    [InlineData("#", "", true)]
    [InlineData("", "", true)]
    [InlineData("*", "", false)]
    [InlineData("*.*", ".", true)]
    [InlineData("*", "*", true)]
    [InlineData("a", "*", false)]
    [InlineData("a", "#", false)]
    [InlineData("order*", "orders", false)]
    public void Matches_Known_IsAsRabbitMqDoes(string pattern, string key, bool matches) => Assert.Equal(matches, TopicPattern.Matches(pattern, key));

    [Theory]
    [InlineData("#", true)]
    [InlineData("#.#", false)]
    [InlineData("*", false)]
    public void IsCatchAll_OnlyTheHashAlone(string pattern, bool catchAll) => Assert.Equal(catchAll, TopicPattern.IsCatchAll(pattern));

    [Fact]
    public void Matches_AnyPatternAndKey_AgreesWithTheModel() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Patterns.ToArbitrary(), Keys.ToArbitrary(), (pattern, key) =>
            TopicPattern.Matches(pattern, key) == TopicModel.Matches(pattern, key)));

    [Theory]
    [InlineData("order.*", "*.new", "order.new")]
    [InlineData("order.#", "order.eu", "order.eu")]
    [InlineData("a.#", "#.b", "a.b")]
    [InlineData("#", "#", "")]
    [InlineData("#", "*", "word")]
    [InlineData("order.*", "invoice.*", null)]
    [InlineData("*", "*.*", null)]
    [InlineData("a.*.#", "a", null)]
    [InlineData("#.", "*", null)]
    [InlineData("#.", "#", "word.")]
    public void CommonKey_Known_IsAKeyOfBothOrNull(string one, string other, string? key) => Assert.Equal(key, TopicPattern.CommonKey(one, other));

    [Fact]
    public void CommonKey_AnyTwoPatterns_IsMatchedByBoth() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Patterns.ToArbitrary(), Patterns.ToArbitrary(), (one, other) =>
            TopicPattern.CommonKey(one, other) is not { } key || (TopicModel.Matches(one, key) && TopicModel.Matches(other, key))));

    [Fact]
    public void CommonKey_EveryPairOfShortPatterns_IsFoundIfThereIsOne()
    {
        var patterns = TopicModel.Texts(["a", "b", "*", "#", ""], 3);
        var keys = TopicModel.Texts(["a", "b", "other", ""], 5);
        var matched = patterns.Select(pattern => new BitArray([.. keys.Select(key => TopicModel.Matches(pattern, key))])).ToArray();

        var wrong = from i in Enumerable.Range(0, patterns.Count)
                    from j in Enumerable.Range(0, patterns.Count)
                    let exists = new BitArray(matched[i]).And(matched[j]).HasAnySet()
                    where exists != TopicPattern.CommonKey(patterns[i], patterns[j]) is not null
                    select $"'{patterns[i]}' and '{patterns[j]}'";

        Assert.Empty(wrong.Take(10));
    }

    [Fact]
    public void CommonKey_LongPatternsFullOfHashes_IsDecidedAtOnce()
    {
        var one = string.Join('.', Enumerable.Repeat("#.a", 40)) + ".x";
        var other = string.Join('.', Enumerable.Repeat("#.a", 40)) + ".y";

        Assert.Null(TopicPattern.CommonKey(one, other));
        Assert.False(TopicPattern.Matches(one, string.Join('.', Enumerable.Repeat("a", 120))));
    }

    private static Gen<string> TextsOf(string[] words) => Gen.Elements(words).ArrayOf().Select(row => string.Join('.', row.Take(7)));
}
