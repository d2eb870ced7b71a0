using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class RouteOverlapTests
{
    [Fact]
    public void Validate_AnyTwoGroups_RefusesExactlyThoseThatShareARoutingKey()
    {
        var word = Gen.Elements("a", "b", "c", "*", "#");
        var pattern = from count in Gen.Choose(1, 4)
                      from words in word.ArrayOf(count)
                      select string.Join('.', words);
        var patterns = from count in Gen.Choose(1, 3)
                       from list in pattern.ArrayOf(count)
                       select list.Where(route => route != "#").ToArray();
        var pairs = (from one in patterns from other in patterns select (one, other)).Where(pair => pair.one.Length > 0 && pair.other.Length > 0);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var expected = pair.other.Count(route => pair.one.Any(known => TopicPattern.CommonKey(known, route) is not null));
            return Overlaps(pair.one, pair.other) == expected;
        }));
    }

    [Theory]
    [InlineData("orders.eu", "orders.*")]
    [InlineData("orders.#", "orders")]
    [InlineData("#.eu", "orders.eu")]
    [InlineData("*.*", "a.b")]
    [InlineData("a.b", "a.b")]
    public void Validate_SharedRoutingKey_IsRefused(string one, string other)
    {
        Assert.Equal(1, Overlaps([one], [other]));
        Assert.Equal(1, Overlaps([other], [one]));
    }

    [Theory]
    [InlineData("orders.eu", "orders.us")]
    [InlineData("orders.*", "orders")]
    [InlineData("#", "orders")]
    [InlineData("a.#", "b.#")]
    public void Validate_NoSharedRoutingKey_IsFine(string one, string other)
    {
        Assert.Equal(0, Overlaps([one], [other]));
        Assert.Equal(0, Overlaps([other], [one]));
    }

    [Theory]
    [InlineData("", "is no topic pattern: write words with dots between them, such as orders.*, orders.# or #")]
    [InlineData("a..b", "\"a..b\" has an empty word: two dots in a row, or one at an end")]
    [InlineData(".a", "\".a\" has an empty word: two dots in a row, or one at an end")]
    [InlineData("a b", "\"a b\" contains blanks or control characters")]
    [InlineData("a\nb", "\"a\\u000ab\" contains blanks or control characters")]
    [InlineData("orders*", "\"orders*\" has '*' or '#' inside a word, where they are no wildcards; each must be a word of its own, as in orders.*")]
    public void Validate_NoPattern_SaysWhy(string route, string expected) =>
        Assert.Equal($"groups.one.routes[0]: {expected}", Assert.Single(Validate([route], ["x"]).Errors).ToString());

    [Fact]
    public void Validate_PatternBeyondAmqp_IsRefused() =>
        Assert.EndsWith("is longer than 255 bytes, the most that AMQP takes", Assert.Single(Validate([new string('a', 256)], ["x"]).Errors).ToString(), StringComparison.Ordinal);

    private static int Overlaps(string[] one, string[] other) =>
        Validate(one, other).Errors.Count(error => error.Rule.StartsWith("overlaps", StringComparison.Ordinal));

    private static ConfigFindings Validate(string[] one, string[] other) =>
        ConfigValidator.Validate(MessageLBConfig.Default with
        {
            Groups = [new GroupConfig { Name = "one", Routes = one }, new GroupConfig { Name = "other", Routes = other }],
        });
}
