using MessageLB.Core.Kinds;
using Xunit;

namespace MessageLB.Core.Tests.Kinds;

public sealed class KindTableTests
{
    [Fact]
    public void IndexOf_TwoKinds_IsTheNumberThatTheyWereGiven()
    {
        var table = new KindTable();

        Assert.Equal((1, 2, 1), (table.Learn("resize"), table.Learn("scan"), table.Learn("resize")));

        Assert.Equal((1, 2), (table.IndexOf(new string("resize")), table.IndexOf("scan")));
        Assert.Equal((0, 0, 0, 0), (table.IndexOf("Scan"), table.IndexOf("other"), table.IndexOf(""), table.IndexOf(null)));
        Assert.Equal((3, "", "resize", "scan"), (table.Count, table[0], table[1], table[2]));
    }

    [Fact]
    public void IsMixed_OneKindOnly_IsFalseAndNothingIsToldApart()
    {
        var table = new KindTable();
        table.Learn("resize");

        Assert.Equal((false, 0), (table.IsMixed, table.IndexOf("resize")));

        table.Learn(KindNames.Other);
        Assert.Equal((true, 1), (table.IsMixed, table.IndexOf("resize")));
    }

    [Fact]
    public void Learn_TableIsFull_CountsAsOther()
    {
        var table = new KindTable();
        for (var i = 1; i < KindNames.Most; i++) Assert.Equal(i, table.Learn($"k{i}"));

        Assert.Equal((0, 0), (table.Learn("late"), table.IndexOf("late")));
        Assert.Equal((16, 15), (table.Count, table.IndexOf("k15")));
    }
}
