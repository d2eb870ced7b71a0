using Xunit;

namespace MessageLB.RabbitMq.Tests.Properties;

/// <summary>Headers are nested as deep as a publisher likes, and nobody's stack is.</summary>
public sealed class FieldDepthTests
{
    [Theory]
    [InlineData(FieldValues.MostLevels)]
    [InlineData(1)]
    public void Table_AtMostSoDeep_LeavesAsItCame(int levels)
    {
        var received = FieldValues.FromWire(Nested(levels))!;

        object? table = received["t"];
        for (var level = 1; level < levels; level++) table = ((IDictionary<string, object?>)FieldValues.ToWire(table)!)["t"];
        Assert.Empty((IDictionary<string, object?>)table!);
    }

    [Theory]
    [InlineData(FieldValues.MostLevels + 1)]
    [InlineData(100_000)]
    public void Table_Deeper_IsReadAndNotWritten(int levels)
    {
        var received = FieldValues.FromWire(Nested(levels))!;

        var thrown = Assert.Throws<MessageLBException>(() => FieldValues.ToWire(received["t"]));
        Assert.Equal("A header cannot be sent: it is nested deeper than 128 tables and lists.", thrown.Message);
        Assert.Throws<MessageLBException>(() => FieldValues.ToWire(Nested(levels)["t"]));
    }

    private static Dictionary<string, object?> Nested(int levels)
    {
        var table = new Dictionary<string, object?>();
        for (var level = 0; level < levels; level++) table = new Dictionary<string, object?> { ["t"] = level % 2 == 0 ? table : new Dictionary<string, object?>(table) };
        return table;
    }
}
