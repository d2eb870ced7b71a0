using System.Globalization;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>
/// Ends a session in which the dispatcher has not heard itself for a while: its connections may be dead without a word, and AMQP would
/// notice that after half a minute. Not while the broker takes no publishes, since then nothing can come back.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="clock">Knows whether the dispatcher hears.</param>
/// <param name="broker">Knows whether the broker takes publishes.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class DeafnessWatch(ITransportSession session, RegistryClock clock, BrokerState broker, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // In looks and not in time: a dispatcher that did not run itself takes none.
    private const int MostDeafLooks = 9;

    private int _deafLooks;

    /// <summary>Looks until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(ended))
        {
            // Not by failing: the other loops would then stop in order, and wait for answers that do not come.
            if (IsDeafForTooLong()) session.End(string.Create(CultureInfo.InvariantCulture, $"Nothing that this dispatcher says has come back to it for {MostDeafLooks * Period.TotalSeconds:0.#} s"));
        }
    }

    /// <summary>Looks once.</summary>
    public bool IsDeafForTooLong()
    {
        var before = _deafLooks;
        _deafLooks = clock.IsDeaf && broker.Status.Blocked is null ? before + 1 : 0;
        if (_deafLooks > 0 && before == 0) LogDeaf();
        else if (_deafLooks == 0 && before > 0) LogHears();
        return _deafLooks >= MostDeafLooks;
    }

    [LoggerMessage(2066, LogLevel.Warning, "Nothing that this dispatcher says comes back to it, so it hears no worker either; nobody is blamed for silence until it does")]
    private partial void LogDeaf();

    [LoggerMessage(2067, LogLevel.Information, "What this dispatcher says comes back to it again")]
    private partial void LogHears();
}
