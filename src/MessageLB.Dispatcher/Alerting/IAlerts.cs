using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>The alerts of this dispatcher. Thread-safe.</summary>
public interface IAlerts
{
    /// <summary>How they are told; another one after a reload.</summary>
    AlertsConfig Config { get; }

    /// <summary>What there is, as of the last second. Allocates.</summary>
    AlertsStatus Read();

    /// <summary>Keeps alerts quiet until it ends, this dispatcher does, or it is taken away. False if there are as many silences as may be.</summary>
    /// <param name="silence">The silence, with an identifier of its own.</param>
    /// <param name="by">Who wants it, for the log.</param>
    bool Add(Silence silence, string by);

    /// <summary>Takes a silence away; false if there is none of that identifier, or the configuration says it.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="by">Who wants it, for the log.</param>
    bool Remove(string id, string by);
}
