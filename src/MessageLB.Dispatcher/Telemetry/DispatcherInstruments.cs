using System.Diagnostics.Metrics;
using MessageLB.Core.Distribution;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

/// <summary>
/// The dispatcher's metrics, observed from <see cref="IDispatcherStatus"/>, so that the hot path pays nothing for
/// them; only the times of hand-overs are told as they are measured. They live as long as the <see cref="IMeterFactory"/> that made the meter. Thread-safe.
/// </summary>
public sealed partial class DispatcherInstruments
{
    private static readonly string[] States = [.. Enum.GetNames<DestinationCondition>().Select(n => n.ToLowerInvariant())];

    private readonly PictureCache<DispatcherStatus> _status;
    private readonly PictureCache<IReadOnlyList<GroupDistribution>> _distribution;

    /// <summary>Creates the meter and its instruments.</summary>
    /// <param name="meters">Owner of the meter.</param>
    /// <param name="status">What the instruments observe.</param>
    /// <param name="time">Clock; decides only how long one picture serves several instruments.</param>
    /// <param name="alerts">The alerts; null for none.</param>
    public DispatcherInstruments(IMeterFactory meters, IDispatcherStatus status, TimeProvider time, IAlerts? alerts = null)
    {
        ArgumentNullException.ThrowIfNull(meters);
        ArgumentNullException.ThrowIfNull(status);
        _status = new PictureCache<DispatcherStatus>(status.Read, time);
        _distribution = new PictureCache<IReadOnlyList<GroupDistribution>>(status.ReadDistribution, time);
        var meter = meters.Create(MessageLBTelemetry.MeterName);
        CreateBrokerInstruments(meter);
        CreateGroupInstruments(meter);
        CreateHoldInstruments(meter);
        CreateDestinationInstruments(meter);
        CreateProbeInstruments(meter);
        CreateRuleInstruments(meter);
        CreateShadowInstruments(meter);
        CreateDistributionInstruments(meter);
        CreateConfigurationInstruments(meter);
        if (alerts is not null) CreateAlertInstruments(meter, alerts);
    }

    private void CreateBrokerInstruments(Meter meter)
    {
        meter.CreateObservableGauge("messagelb.uptime", () => _status.Read().Uptime.TotalSeconds, "s", "Time since the dispatcher started.");
        meter.CreateObservableUpDownCounter("messagelb.broker.connected", () => _status.Read().Broker.Connected ? 1 : 0, "{connection}", "1 while a session with the broker is open and its topology declared, else 0.");
        meter.CreateObservableUpDownCounter("messagelb.broker.blocked", () => _status.Read().Broker.Blocked is null ? 0 : 1, "{connection}", "1 while the broker takes no publishes (connection.blocked), else 0.");
        meter.CreateObservableCounter("messagelb.broker.sessions", () => _status.Read().Broker.Sessions, "{session}", "Sessions opened with the broker.");
        meter.CreateObservableCounter("messagelb.heartbeats", ObserveHeartbeats, "{heartbeat}", "Heartbeats received, by result.");
        meter.CreateObservableUpDownCounter("messagelb.dispatchers", () => _status.Read().Dispatchers.Count, "{dispatcher}", "Dispatchers that are known to live, this one included.");
        meter.CreateObservableCounter("messagelb.dispatcher.messages", ObserveDispatcherMessages, "{message}", "Messages of other dispatchers received, by result.");
    }

    private IEnumerable<Measurement<long>> ObserveDispatcherMessages()
    {
        var status = _status.Read();
        yield return new(status.DispatcherMessagesAccepted, Tag(MessageLBTelemetry.ResultTag, "accepted"));
        yield return new(status.DispatcherMessagesRejected, Tag(MessageLBTelemetry.ResultTag, "rejected"));
    }

    private IEnumerable<Measurement<long>> ObserveHeartbeats()
    {
        var status = _status.Read();
        yield return new(status.HeartbeatsAccepted, Tag(MessageLBTelemetry.ResultTag, "accepted"));
        yield return new(status.HeartbeatsRejected, Tag(MessageLBTelemetry.ResultTag, "rejected"));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
