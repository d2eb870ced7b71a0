using MessageLB.Core.DeadLetters;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.DeadLetters;

public sealed class DeadLetterGroupsTests
{
    [Theory]
    [InlineData("order 4711 took 12.5 s", "order # took #.# s")]
    [InlineData("no row 3f2504e0-4f89-11d3-9a0c-0305e82c3301 there", "no row # there")]
    [InlineData("commit 9fceb02aa0c1 failed", "commit # failed")]
    [InlineData("a decade of facade", "a decade of facade")]
    [InlineData("deadbeefcafe", "deadbeefcafe")]
    [InlineData("first line\n   at Stack.Trace()", "first line")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Of_AnError_LeavesOutWhatChanges(string? text, string? pattern) => Assert.Equal(pattern, ErrorPattern.Of(text));

    [Fact]
    public void Of_ALongError_IsCut() => Assert.Equal(new string('x', ErrorPattern.Longest), ErrorPattern.Of(new string('x', 5000)));

    [Fact]
    public void Read_LettersOfTheSameError_AreOneGroupWithItsFiguresAndTheLargestComesFirst()
    {
        var groups = new DeadLetterGroups();

        groups.Add(Letter("m1", "2026-11-26T08:00:02.000Z", "Json: bad 1", "b"));
        groups.Add(Letter("m2", "2026-11-26T08:00:03.000Z", "Boom: at 17", "b"));
        groups.Add(Letter("m3", "2026-11-26T08:00:01.000Z", "Boom: at 18", "b,a", replayed: "1"));

        Assert.Collection(
            groups.Read(),
            boom =>
            {
                Assert.Equal(("attempts", "Boom", "at #", 2L, 1L, "m2"), (boom.Reason, boom.ErrorKind, boom.Pattern, boom.Count, boom.Replayed, boom.SampleId));
                Assert.Equal((Second(1), Second(3)), (boom.First, boom.Last));
                Assert.Equal(["a", "b"], boom.Destinations);
            },
            json => Assert.Equal(("Json", "bad #", 1L), (json.ErrorKind, json.Pattern, json.Count)));
    }

    [Fact]
    public void Add_MoreErrorsThanGroups_CountsTheRestTogether()
    {
        var groups = new DeadLetterGroups();

        for (var i = 0; i < DeadLetterGroups.MostGroups + 5; i++) groups.Add(Given.Letter((HeaderNames.DeadReason, "attempts"), (HeaderNames.LastError, $"E{i}: x")));

        Assert.Equal(DeadLetterGroups.MostGroups + 1, groups.Read().Count);
        Assert.Equal((DeadLetterGroups.Others, null, 5L), (groups.Read()[0].Pattern, groups.Read()[0].ErrorKind, groups.Read()[0].Count));
    }

    private static DeadLetter Letter(string id, string at, string error, string tried, string replayed = "0") => Given.Letter(
        new MessageProperties { MessageId = id },
        (HeaderNames.DeadReason, "attempts"), (HeaderNames.DeadAt, at), (HeaderNames.LastError, error), (HeaderNames.Tried, tried), (HeaderNames.Replayed, replayed));

    private static DateTimeOffset Second(int second) => new(2026, 11, 26, 8, 0, second, TimeSpan.Zero);
}
