using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>Publishes beside something else that is done, in one session after another.</summary>
/// <param name="transport">The broker.</param>
/// <param name="publisher">What is published.</param>
/// <param name="group">Whose load it is, for the broker's list of connections.</param>
/// <param name="timeout">Longest wait for the last confirm.</param>
/// <param name="time">Clock.</param>
internal sealed class BenchLoad(ITransport transport, PacedPublisher publisher, string group, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <summary>Publishes while something is done, and returns after everything is confirmed.</summary>
    /// <exception cref="CommandFailedException">It was not in time.</exception>
    public async Task<T> WhileAsync<T>(Func<Task<T>> play, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var supervisor = new SessionSupervisor(transport, new SessionOptions { ClientName = $"messagelb-bench {group}" }, time, _ => { });
        var publishing = supervisor.RunAsync(publisher.RunAsync, over.Token);
        try
        {
            var result = await play();
            publisher.Close();
            var start = time.GetTimestamp();
            while (!publisher.IsDone)
            {
                if (time.GetElapsedTime(start) > timeout) throw new CommandFailedException(ExitCodes.Timeout, $"{publisher.Unresolved} messages were not confirmed within {timeout.TotalSeconds:0} s.");
                await Task.Delay(BetweenLooks, time, stop);
            }

            return result;
        }
        finally
        {
            await over.CancelAsync();
            await publishing;
        }
    }
}
