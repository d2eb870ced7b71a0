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
        var until = scenario.Duration is { } duration ? VirtualTime.From(duration) : VirtualTime.Never;
        var times = new ArrivalTimes(scenario.Arrivals, rate, seed);
        var (messages, end) = (0, 0L);
        while (messages < scenario.Messages)
        {
            var next = times.Next();
            if (next > until) break;
            end = next;
            messages++;
        }

        var warmUp = (int)(messages * scenario.WarmUp);
        times = new ArrivalTimes(scenario.Arrivals, rate, seed);
        var from = 0L;
        for (var i = 0; i <= warmUp && i < messages; i++) from = times.Next();
        return new ArrivalExtent(messages, warmUp, from, end);
    }
}
