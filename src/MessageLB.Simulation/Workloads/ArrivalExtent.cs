namespace MessageLB.Simulation.Workloads;

/// <summary>How many messages arrive in a run and until when: known before it starts, because nothing in a run moves an arrival.</summary>
/// <param name="Messages">Messages that arrive.</param>
/// <param name="WarmUp">Of these, from the first, those that are not measured.</param>
/// <param name="MeasuredFrom">Arrival of the first one that is measured.</param>
/// <param name="End">Arrival of the last one.</param>
internal readonly record struct ArrivalExtent(int Messages, int WarmUp, long MeasuredFrom, long End)
{
    public static ArrivalExtent Of(Scenario scenario, double rate, int seed)
    {
        var messages = scenario.Duration is { } duration ? CountUntil(VirtualTime.From(duration), scenario, rate, seed) : scenario.Messages;
        var warmUp = (int)(messages * scenario.WarmUp);
        var times = new ArrivalTimes(scenario.Arrivals, rate, seed);
        var (from, end) = (0L, 0L);
        for (var i = 0; i < messages; i++)
        {
            end = times.Next();
            if (i == warmUp) from = end;
        }

        return new ArrivalExtent(messages, warmUp, from, end);
    }

    private static int CountUntil(long duration, Scenario scenario, double rate, int seed)
    {
        var times = new ArrivalTimes(scenario.Arrivals, rate, seed);
        var messages = 0;
        while (messages < scenario.Messages && times.Next() <= duration) messages++;
        return messages;
    }
}
