namespace MessageLB.Core.Tests.Generators;

/// <summary>Runs bodies on threads of their own that start together, and throws on what any of them threw.</summary>
internal static class Race
{
    public static async Task RunAsync(CancellationToken cancellationToken, params Action[] bodies)
    {
        using var start = new Barrier(bodies.Length);
        var threads = bodies.Select(body => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(cancellationToken);
                body();
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        await Task.WhenAll(threads);
    }
}
