namespace MessageLB.Testing;

/// <summary>
/// The last resort for state that a real broker changes in its own time and tells nobody of. Everything else is awaited
/// through <see cref="Recorder{T}"/>.
/// </summary>
public static class Eventually
{
    /// <summary>Looks until <paramref name="holds"/> is true; fails after <see cref="TestTimeouts.Happens"/>.</summary>
    public static async Task TrueAsync(Func<ValueTask<bool>> holds, string what, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(start) > TestTimeouts.Happens)
                throw new TimeoutException($"Waited {TestTimeouts.Happens.TotalSeconds} s until {what}.");
            await Task.Delay(TestTimeouts.BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }
}
