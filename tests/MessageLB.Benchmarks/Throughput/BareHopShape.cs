namespace MessageLB.Benchmarks.Throughput;

/// <summary>The hand-written hop with plain consumers behind it.</summary>
internal sealed class BareHopShape : IShape
{
    public string Name => "bare-hop";

    public async Task<TimeSpan> DrainAsync(Uri broker, string group, int workers, int messages)
    {
        var count = new CompletionCount(messages);
        var queues = Enumerable.Range(0, workers).Select(i => Names.WorkQueue(group, $"w{i}")).ToList();
        var connections = await Task.WhenAll(queues.Select(q => AckingConsumer.StartAsync(broker, q, count)));
        var started = TimeProvider.System.GetTimestamp();
        await using var hop = await BareHop.StartAsync(broker, Names.IngressQueue(group), queues);
        await count.All;
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        foreach (var connection in connections) await connection.DisposeAsync();
        return elapsed;
    }
}
