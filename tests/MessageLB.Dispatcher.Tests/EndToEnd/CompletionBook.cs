using System.Collections.Concurrent;
using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>Remembers which worker completed which message, and tells when a number of different messages is complete.</summary>
internal sealed class CompletionBook
{
    private readonly ConcurrentDictionary<string, int> _times = new();
    private readonly ConcurrentDictionary<string, int> _byWorker = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _expected;

    public CompletionBook(int expected) => _expected = expected;

    public Task Complete => _complete.Task;

    public int Distinct => _times.Count;

    public int Duplicates => _times.Values.Sum(t => t - 1);

    public int Of(string worker) => _byWorker.GetValueOrDefault(worker);

    public void Note(Message message)
    {
        _times.AddOrUpdate(message.MessageId!, 1, static (_, times) => times + 1);
        _byWorker.AddOrUpdate(message.Destination, 1, static (_, times) => times + 1);
        if (_times.Count == _expected) _complete.TrySetResult();
    }
}
