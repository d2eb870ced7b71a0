using MessageLB.Testing;
using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A store that several workers share, and that can be told to fail or to hang.</summary>
internal sealed class FakeDuplicateStore : IDuplicateStore
{
    public Recorder<MessageAttempt> Remembered { get; } = new("what the store was told");

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    public async ValueTask<bool> IsDoneAsync(MessageAttempt attempt, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        return Remembered.Items.Contains(attempt);
    }

    public async ValueTask RememberAsync(MessageAttempt attempt, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        Remembered.Add(attempt);
    }

    // One that hangs does not even look at its token.
    private Task AnswerAsync() => Fails ? Task.FromException(new InvalidOperationException("the table is locked")) : Hangs ? new TaskCompletionSource().Task : Task.CompletedTask;
}
