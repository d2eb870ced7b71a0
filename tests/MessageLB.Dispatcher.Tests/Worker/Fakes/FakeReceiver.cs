using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A receiver that writes down every settlement.</summary>
internal sealed class FakeReceiver(FakeSession session) : IReceiver
{
    public ValueTask<bool> AckAsync(ulong tag, bool multiple) => Settle($"ack {tag}{(multiple ? " and before" : string.Empty)}");

    public ValueTask<bool> RejectAsync(ulong tag) => Settle($"reject {tag}");

    public ValueTask<bool> ReturnAsync(ulong tag) => Settle($"return {tag}");

    public ValueTask StopAsync() => Note("stop receiving");

    public ValueTask DisposeAsync() => Note("close receiver");

    private ValueTask<bool> Settle(string call)
    {
        if (session.Ended.IsCancellationRequested) return new ValueTask<bool>(false);
        session.Calls.Add(call);
        return new ValueTask<bool>(true);
    }

    private ValueTask Note(string call)
    {
        session.Calls.Add(call);
        return ValueTask.CompletedTask;
    }
}
