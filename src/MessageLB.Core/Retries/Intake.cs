using System.Globalization;
using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.Core.Retries;

/// <summary>
/// The first look at a delivery from ingress: what is done with it, and, if an attempt failed, the books of its attempts in its headers. One
/// thread; nothing is allocated for a message that did not fail.
/// </summary>
/// <param name="group">Name of the group.</param>
/// <param name="retry">The group's settings.</param>
/// <param name="random">Source of jitter.</param>
public sealed class Intake(string group, RetryConfig retry, Random random)
{
    /// <summary>Looks at a delivery.</summary>
    /// <param name="delivery">From ingress. Its properties are not touched.</param>
    /// <param name="now">Wall clock, for deadlines.</param>
    public Incoming Take(in Delivery delivery, DateTimeOffset now)
    {
        var arrival = Arrival.Of(delivery, group);
        var step = RetryRules.Next(arrival, retry, random);
        if (retry.QuarantineAfter > 0 && arrival.Kind != ArrivalKind.Failed && Crashes.Of(delivery.Properties.Headers) >= retry.QuarantineAfter) step = NextStep.Dead(arrival.Attempt, DeadReasons.Quarantine);
        if (step.Kind != NextStepKind.Dead && Deadlines.Of(delivery.Properties.Headers) is { } deadline && deadline <= now) step = NextStep.Dead(arrival.Attempt, DeadReasons.Deadline);
        return arrival.Kind is ArrivalKind.Ready or ArrivalKind.Early
            ? new Incoming(delivery, step, null)
            : new Incoming(Noted(delivery, arrival, step.Attempt), step, arrival.Kind == ArrivalKind.Failed ? arrival.FailedAt : null);
    }

    private static Delivery Noted(in Delivery delivery, in Arrival arrival, int attempt)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        var headers = properties.Headers ??= new Dictionary<string, object?>();
        headers[HeaderNames.Attempt] = attempt.ToString(CultureInfo.InvariantCulture);
        headers.Remove(HeaderNames.Error);
        // Whoever reports a failure lives.
        if (arrival.Kind == ArrivalKind.Failed) headers.Remove(HeaderNames.Crashes);
        if (arrival.Error is { Length: > 0 } error) headers[HeaderNames.LastError] = error;
        if (arrival.FailedAt is { } at) headers[HeaderNames.Tried] = FailureNotes.Tried(HeaderValues.GetText(headers, HeaderNames.Tried), at);
        return new Delivery(delivery.Tag, delivery.Exchange, delivery.RoutingKey, delivery.Redelivered, properties, delivery.Body);
    }
}
