namespace MessageLB.Testing;

/// <summary>How long tests wait. Reached only when a test fails, so generous: build machines are slow and shared.</summary>
public static class TestTimeouts
{
    /// <summary>Longest wait for something that must happen.</summary>
    public static readonly TimeSpan Happens = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks at something that tells nobody when it changes; see <see cref="Eventually"/>.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for a task; when it takes too long, fails with what was waited for and how far it had come.</summary>
    public static async Task<T> OrFailAsync<T>(this Task<T> task, Func<string> waitedFor, CancellationToken cancellationToken)
    {
        try
        {
            return await task.WaitAsync(Happens, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Happens.TotalSeconds} s for {waitedFor()}.");
        }
    }

    /// <inheritdoc cref="OrFailAsync{T}" />
    public static async Task OrFailAsync(this Task task, Func<string> waitedFor, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(Happens, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Happens.TotalSeconds} s for {waitedFor()}.");
        }
    }

    /// <inheritdoc cref="OrFailAsync{T}" />
    public static Task OrFailAsync(this Task task, string waitedFor, CancellationToken cancellationToken) =>
        task.OrFailAsync(() => waitedFor, cancellationToken);
}
