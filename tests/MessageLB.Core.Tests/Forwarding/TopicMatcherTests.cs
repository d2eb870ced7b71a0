using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Forwarding;
using Xunit;

namespace MessageLB.Core.Tests.Forwarding;

public sealed class TopicMatcherTests
{
    private static readonly Gen<string> AnyPattern = Gen.Elements("a", "b", "", "*", "#").ListOf().Select(words => string.Join('.', words.Take(5)));
    private static readonly Gen<string> AnyKey = Gen.Elements("a", "b", "").ListOf().Select(words => string.Join('.', words.Take(6)));

    [Fact]
    public void Matches_AnyPatternAndKey_IsWhatTheProtocolSays() =>
        Prop.ForAll(Arb.From(AnyPattern), Arb.From(AnyKey), (pattern, key) =>
            Assert.Equal(TopicPattern.Matches(pattern, key), new TopicMatcher(pattern).Matches(key)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
