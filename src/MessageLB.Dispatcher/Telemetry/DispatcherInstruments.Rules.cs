using System.Diagnostics.Metrics;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Telemetry;

public sealed partial class DispatcherInstruments
{
    private void CreateRuleInstruments(Meter meter)
    {
        meter.CreateObservableCounter("messagelb.forward.messages", () => PerRules((group, rules) => ObserveTargets(group, rules.Forwards)), "{message}", "Messages forwarded to another group or not, by outcome.");
        meter.CreateObservableUpDownCounter("messagelb.tenant.waiting", () => PerRules(ObserveWaiting), "{message}", "Messages that wait in the dispatcher, by tenant.");
        meter.CreateObservableCounter("messagelb.tenant.messages", () => PerRules(ObserveTenants), "{message}", "Messages handed over, delayed and refused by rate limits, by tenant.");
        meter.CreateObservableCounter("messagelb.sticky.messages", () => PerRules(ObserveSticky), "{message}", "Messages with a sticky key, by what became of them.");
        meter.CreateObservableUpDownCounter("messagelb.sticky.keys", () => PerRules(ObserveKeys), "{key}", "Sticky keys remembered.");
        meter.CreateObservableUpDownCounter("messagelb.order.waiting", () => PerRules((group, rules) => ObserveOrder(group, rules, order => order.Waiting)), "{message}", "Messages that wait for the turn of their key's slot.");
        meter.CreateObservableUpDownCounter("messagelb.order.slots.busy", () => PerRules((group, rules) => ObserveOrder(group, rules, order => order.Busy)), "{slot}", "Slots with messages in flight.");
        meter.CreateObservableCounter("messagelb.order.moves", () => PerRules((group, rules) => ObserveOrder(group, rules, order => order.Moves)), "{move}", "Times that a slot went on at another destination.");
        meter.CreateObservableGauge("messagelb.order.hottest_share", () => _status.Read().Groups.Where(group => group.Rules?.Order is not null).Select(group => new Measurement<double>(group.Rules!.Order!.Hottest.Select(slot => slot.Share).FirstOrDefault(), Tag(MessageLBTelemetry.GroupTag, group.Name))), "1", "Share of the messages with a key that the hottest slot had lately.");
    }

    private static IEnumerable<Measurement<long>> ObserveOrder(string group, GroupRulesStatus rules, Func<OrderStatus, long> value)
    {
        if (rules.Order is { } order) yield return Of(group, value(order));
    }

    private IEnumerable<Measurement<long>> PerRules(Func<string, GroupRulesStatus, IEnumerable<Measurement<long>>> observe) =>
        _status.Read().Groups.Where(group => group.Rules is not null).SelectMany(group => observe(group.Name, group.Rules!));

    private static IEnumerable<Measurement<long>> ObserveTargets(string group, IReadOnlyList<ForwardStatus> targets)
    {
        foreach (var forward in targets)
        {
            yield return Of(group, forward.Forwarded, (MessageLBTelemetry.TargetTag, forward.Target), (MessageLBTelemetry.OutcomeTag, "forwarded"));
            yield return Of(group, forward.Returned, (MessageLBTelemetry.TargetTag, forward.Target), (MessageLBTelemetry.OutcomeTag, "returned"));
            yield return Of(group, forward.Refused, (MessageLBTelemetry.TargetTag, forward.Target), (MessageLBTelemetry.OutcomeTag, "refused"));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveWaiting(string group, GroupRulesStatus rules) =>
        rules.Tenants.Select(tenant => Of(group, tenant.Waiting, (MessageLBTelemetry.TenantTag, tenant.Name)));

    private static IEnumerable<Measurement<long>> ObserveTenants(string group, GroupRulesStatus rules)
    {
        foreach (var tenant in rules.Tenants)
        {
            yield return Of(group, tenant.Handed, (MessageLBTelemetry.TenantTag, tenant.Name), (MessageLBTelemetry.OutcomeTag, "handed"));
            yield return Of(group, tenant.Delayed, (MessageLBTelemetry.TenantTag, tenant.Name), (MessageLBTelemetry.OutcomeTag, "delayed"));
            yield return Of(group, tenant.Refused, (MessageLBTelemetry.TenantTag, tenant.Name), (MessageLBTelemetry.OutcomeTag, "refused"));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveSticky(string group, GroupRulesStatus rules)
    {
        if (rules.Sticky is not { } sticky) yield break;
        yield return Of(group, sticky.Learned, (MessageLBTelemetry.OutcomeTag, "learned"));
        yield return Of(group, sticky.Hits, (MessageLBTelemetry.OutcomeTag, "hit"));
        yield return Of(group, sticky.Moved, (MessageLBTelemetry.OutcomeTag, "moved"));
        yield return Of(group, sticky.Elsewhere, (MessageLBTelemetry.OutcomeTag, "elsewhere"));
    }

    private static IEnumerable<Measurement<long>> ObserveKeys(string group, GroupRulesStatus rules)
    {
        if (rules.Sticky is { } sticky) yield return Of(group, sticky.Keys);
    }

    private static Measurement<long> Of(string group, long value, params (string Name, string Value)[] tags) =>
        new(value, [Tag(MessageLBTelemetry.GroupTag, group), .. tags.Select(tag => Tag(tag.Name, tag.Value))]);
}
