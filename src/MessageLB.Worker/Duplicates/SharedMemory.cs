using MessageLB.Worker.Receiving;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Duplicates;

/// <summary>
/// Asks the application's <see cref="IDuplicateStore"/>, if there is one, within a time limit. Whatever it does, messages go on: without an
/// answer an attempt counts as new. Thread-safe.
/// </summary>
internal sealed partial class SharedMemory(IDuplicateStore? store, WorkerSettings settings, TimeProvider time, ILogger logger)
{
    private int _failing;

    /// <summary>Whether the attempt was done before, as far as the store says.</summary>
    public ValueTask<bool> IsDoneAsync(WorkItem item) => store is null || string.IsNullOrEmpty(item.Id) ? ValueTask.FromResult(false) : AskAsync(store, AttemptOf(item));

    /// <summary>Tells the store that the attempt is done.</summary>
    public ValueTask RememberAsync(WorkItem item) => store is null || string.IsNullOrEmpty(item.Id) ? ValueTask.CompletedTask : TellAsync(store, AttemptOf(item));

    private MessageAttempt AttemptOf(WorkItem item) => new(settings.Worker.Group, item.Id!, item.Message.Attempt);

    private async ValueTask<bool> AskAsync(IDuplicateStore asked, MessageAttempt attempt)
    {
        using var limit = new CancellationTokenSource(settings.DuplicateStoreTimeout, time);
        try
        {
            var isDone = await asked.IsDoneAsync(attempt, limit.Token).AsTask().WaitAsync(limit.Token);
            Answered();
            return isDone;
        }
        catch (Exception e)
        {
            Failed(e);
            return false;
        }
    }

    private async ValueTask TellAsync(IDuplicateStore told, MessageAttempt attempt)
    {
        using var limit = new CancellationTokenSource(settings.DuplicateStoreTimeout, time);
        try
        {
            await told.RememberAsync(attempt, limit.Token).AsTask().WaitAsync(limit.Token);
            Answered();
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private void Failed(Exception reason)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0) LogStoreFails(reason);
    }

    private void Answered()
    {
        if (Volatile.Read(ref _failing) != 0 && Interlocked.Exchange(ref _failing, 0) != 0) LogStoreAnswers();
    }

    [LoggerMessage(3057, LogLevel.Warning, "The duplicate store fails; until it answers again, messages are handled without asking it")]
    private partial void LogStoreFails(Exception exception);

    [LoggerMessage(3058, LogLevel.Information, "The duplicate store answers again")]
    private partial void LogStoreAnswers();
}
