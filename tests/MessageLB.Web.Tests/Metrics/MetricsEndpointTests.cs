using MessageLB.Dispatcher.Status;
using MessageLB.Testing;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Metrics;

public sealed class MetricsEndpointTests
{
    private const string Expected = """
        # HELP messagelb_alerts Alerts that are pending or fire; those that fire and are kept quiet have a state of their own.
        # TYPE messagelb_alerts gauge
        messagelb_alerts{messagelb_state="firing",messagelb_severity="critical"} 0
        messagelb_alerts{messagelb_state="firing",messagelb_severity="info"} 0
        messagelb_alerts{messagelb_state="firing",messagelb_severity="warning"} 0
        messagelb_alerts{messagelb_state="inhibited",messagelb_severity="critical"} 0
        messagelb_alerts{messagelb_state="inhibited",messagelb_severity="info"} 0
        messagelb_alerts{messagelb_state="inhibited",messagelb_severity="warning"} 0
        messagelb_alerts{messagelb_state="pending",messagelb_severity="critical"} 0
        messagelb_alerts{messagelb_state="pending",messagelb_severity="info"} 0
        messagelb_alerts{messagelb_state="pending",messagelb_severity="warning"} 0
        messagelb_alerts{messagelb_state="silenced",messagelb_severity="critical"} 0
        messagelb_alerts{messagelb_state="silenced",messagelb_severity="info"} 0
        messagelb_alerts{messagelb_state="silenced",messagelb_severity="warning"} 0
        # HELP messagelb_broker_blocked 1 while the broker takes no publishes (connection.blocked), else 0.
        # TYPE messagelb_broker_blocked gauge
        messagelb_broker_blocked 0
        # HELP messagelb_broker_connected 1 while a session with the broker is open and its topology declared, else 0.
        # TYPE messagelb_broker_connected gauge
        messagelb_broker_connected 1
        # HELP messagelb_broker_sessions_total Sessions opened with the broker.
        # TYPE messagelb_broker_sessions_total counter
        messagelb_broker_sessions_total 3
        # HELP messagelb_config_refused 1 while the last reload was refused, else 0.
        # TYPE messagelb_config_refused gauge
        # HELP messagelb_config_version 1 at the start, and one more with every reload that changed something.
        # TYPE messagelb_config_version gauge
        # HELP messagelb_destination_concurrency Messages that the destination's workers handle at the same time; 0 if unknown.
        # TYPE messagelb_destination_concurrency gauge
        messagelb_destination_concurrency{messagelb_group="orders",messagelb_destination="a"} 8
        messagelb_destination_concurrency{messagelb_group="orders",messagelb_destination="b"} 0
        # HELP messagelb_destination_downs_total How often it was lost, hung, ejected, suspended or failed after it had not been.
        # TYPE messagelb_destination_downs_total counter
        messagelb_destination_downs_total{messagelb_group="orders",messagelb_destination="a"} 0
        messagelb_destination_downs_total{messagelb_group="orders",messagelb_destination="b"} 0
        # HELP messagelb_destination_message_active Messages in flight: handed over and not settled.
        # TYPE messagelb_destination_message_active gauge
        messagelb_destination_message_active{messagelb_group="orders",messagelb_destination="a"} 5
        messagelb_destination_message_active{messagelb_group="orders",messagelb_destination="b"} 0
        # HELP messagelb_destination_message_limit Window: the most messages in flight.
        # TYPE messagelb_destination_message_limit gauge
        messagelb_destination_message_limit{messagelb_group="orders",messagelb_destination="a"} 12
        messagelb_destination_message_limit{messagelb_group="orders",messagelb_destination="b"} 4
        # HELP messagelb_destination_messages_total Messages handed over to the destination, done and failed there.
        # TYPE messagelb_destination_messages_total counter
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="a",messagelb_outcome="done"} 740
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="a",messagelb_outcome="failed"} 5
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="a",messagelb_outcome="handed"} 750
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="b",messagelb_outcome="done"} 0
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="b",messagelb_outcome="failed"} 0
        messagelb_destination_messages_total{messagelb_group="orders",messagelb_destination="b",messagelb_outcome="handed"} 250
        # HELP messagelb_destination_service_time_seconds Estimated service time, where known.
        # TYPE messagelb_destination_service_time_seconds gauge
        messagelb_destination_service_time_seconds{messagelb_group="orders",messagelb_destination="a"} 0.00525
        # HELP messagelb_destination_share_compared_ratio Part that it got of the messages that an expectation is for, over five minutes.
        # TYPE messagelb_destination_share_compared_ratio gauge
        # HELP messagelb_destination_share_expected_ratio Part of its group's messages that the destination should have got over five minutes, where the policy lets expect one.
        # TYPE messagelb_destination_share_expected_ratio gauge
        # HELP messagelb_destination_share_ratio Part of the group's hand-overs.
        # TYPE messagelb_destination_share_ratio gauge
        messagelb_destination_share_ratio{messagelb_group="orders",messagelb_destination="a"} 0.75
        messagelb_destination_share_ratio{messagelb_group="orders",messagelb_destination="b"} 0.25
        # HELP messagelb_destination_share_skewed 1 while the two differ by more than chance, else 0.
        # TYPE messagelb_destination_share_skewed gauge
        # HELP messagelb_destination_status 1 for the state that the destination is in, 0 for the others.
        # TYPE messagelb_destination_status gauge
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="degraded"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="drained"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="draining"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="ejected"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="failed"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="hung"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="left"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="lost"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="maintenance"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="probing"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="ready"} 1
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="starting"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="suspended"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="a",messagelb_state="unknown"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="degraded"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="drained"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="draining"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="ejected"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="failed"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="hung"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="left"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="lost"} 1
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="maintenance"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="probing"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="ready"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="starting"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="suspended"} 0
        messagelb_destination_status{messagelb_group="orders",messagelb_destination="b",messagelb_state="unknown"} 0
        # HELP messagelb_destination_weight Weight: as configured, and as in force.
        # TYPE messagelb_destination_weight gauge
        messagelb_destination_weight{messagelb_group="orders",messagelb_destination="a",messagelb_kind="configured"} 100
        messagelb_destination_weight{messagelb_group="orders",messagelb_destination="a",messagelb_kind="effective"} 100
        messagelb_destination_weight{messagelb_group="orders",messagelb_destination="b",messagelb_kind="configured"} 100
        messagelb_destination_weight{messagelb_group="orders",messagelb_destination="b",messagelb_kind="effective"} 50
        # HELP messagelb_dispatcher_messages_total Messages of other dispatchers received, by result.
        # TYPE messagelb_dispatcher_messages_total counter
        messagelb_dispatcher_messages_total{messagelb_result="accepted"} 240
        messagelb_dispatcher_messages_total{messagelb_result="rejected"} 1
        # HELP messagelb_dispatchers Dispatchers that are known to live, this one included.
        # TYPE messagelb_dispatchers gauge
        messagelb_dispatchers 2
        # HELP messagelb_distribution_failover_ratio Part of the messages that a lower failover tier got, over five minutes.
        # TYPE messagelb_distribution_failover_ratio gauge
        # HELP messagelb_distribution_fairness_ratio Index of Jain over what destinations got for what they should have got, over five minutes: 1 is fair.
        # TYPE messagelb_distribution_fairness_ratio gauge
        # HELP messagelb_distribution_imbalance_ratio Part of the messages that would have to go elsewhere for the expected shares, over five minutes.
        # TYPE messagelb_distribution_imbalance_ratio gauge
        # HELP messagelb_fallback_messages_total Messages sent to a group that stands in, or not, by outcome.
        # TYPE messagelb_fallback_messages_total counter
        # HELP messagelb_forward_messages_total Messages forwarded to another group or not, by outcome.
        # TYPE messagelb_forward_messages_total counter
        messagelb_forward_messages_total{messagelb_group="orders",messagelb_target="orders-eu",messagelb_outcome="forwarded"} 40
        messagelb_forward_messages_total{messagelb_group="orders",messagelb_target="orders-eu",messagelb_outcome="refused"} 0
        messagelb_forward_messages_total{messagelb_group="orders",messagelb_target="orders-eu",messagelb_outcome="returned"} 1
        # HELP messagelb_frame_count_total Frames of several messages handed over.
        # TYPE messagelb_frame_count_total counter
        messagelb_frame_count_total{messagelb_group="orders"} 12
        # HELP messagelb_frame_messages_total Messages handed over in frames.
        # TYPE messagelb_frame_messages_total counter
        messagelb_frame_messages_total{messagelb_group="orders"} 96
        # HELP messagelb_group_nobody 1 while nobody has been available for a while, else 0.
        # TYPE messagelb_group_nobody gauge
        messagelb_group_nobody{messagelb_group="orders"} 0
        # HELP messagelb_group_shortage 1 while less than half of the group's capacity works, else 0.
        # TYPE messagelb_group_shortage gauge
        messagelb_group_shortage{messagelb_group="orders"} 0
        # HELP messagelb_group_tier Failover tier whose destinations get the messages; -1 while nobody can.
        # TYPE messagelb_group_tier gauge
        messagelb_group_tier{messagelb_group="orders"} 0
        # HELP messagelb_group_waiting 1 while a message is held because no destination has credit, else 0.
        # TYPE messagelb_group_waiting gauge
        messagelb_group_waiting{messagelb_group="orders"} 1
        # HELP messagelb_heartbeat_age_seconds Time since the destination's last sign of life, where there was one.
        # TYPE messagelb_heartbeat_age_seconds gauge
        messagelb_heartbeat_age_seconds{messagelb_group="orders",messagelb_destination="a"} 0.3
        # HELP messagelb_heartbeats_total Heartbeats received, by result.
        # TYPE messagelb_heartbeats_total counter
        messagelb_heartbeats_total{messagelb_result="accepted"} 120
        messagelb_heartbeats_total{messagelb_result="rejected"} 4
        # HELP messagelb_hold_late_results_total Results that no message waited for any more.
        # TYPE messagelb_hold_late_results_total counter
        # HELP messagelb_hold_memory_bytes Bytes of the bodies of messages in hold.
        # TYPE messagelb_hold_memory_bytes gauge
        # HELP messagelb_hold_messages Messages in hold: with a worker, while their ingress deliveries wait for its result.
        # TYPE messagelb_hold_messages gauge
        # HELP messagelb_ingress_messages_total Messages received from ingress, redeliveries included.
        # TYPE messagelb_ingress_messages_total counter
        messagelb_ingress_messages_total{messagelb_group="orders"} 1005
        # HELP messagelb_ingress_queue_depth Messages waiting in the group's ingress queue, where known.
        # TYPE messagelb_ingress_queue_depth gauge
        messagelb_ingress_queue_depth{messagelb_group="orders"} 17
        # HELP messagelb_order_hottest_share_ratio Share of the messages with a key that the hottest slot had lately.
        # TYPE messagelb_order_hottest_share_ratio gauge
        messagelb_order_hottest_share_ratio{messagelb_group="orders"} 0.25
        # HELP messagelb_order_moves_total Times that a slot went on at another destination.
        # TYPE messagelb_order_moves_total counter
        messagelb_order_moves_total{messagelb_group="orders"} 12
        # HELP messagelb_order_slots_busy Slots with messages in flight.
        # TYPE messagelb_order_slots_busy gauge
        messagelb_order_slots_busy{messagelb_group="orders"} 40
        # HELP messagelb_order_waiting Messages that wait for the turn of their key's slot.
        # TYPE messagelb_order_waiting gauge
        messagelb_order_waiting{messagelb_group="orders"} 3
        # HELP messagelb_prediction_error_ratio By how much predicted handling times were off, as a part of those measured, over five minutes.
        # TYPE messagelb_prediction_error_ratio gauge
        # HELP messagelb_probe_duration_seconds Time that the destination's last probe took, in groups with probes.
        # TYPE messagelb_probe_duration_seconds gauge
        messagelb_probe_duration_seconds{messagelb_group="orders",messagelb_destination="b"} 0.0015
        # HELP messagelb_probe_results_total Probes of the destination, by result.
        # TYPE messagelb_probe_results_total counter
        messagelb_probe_results_total{messagelb_group="orders",messagelb_destination="b",messagelb_result="failed"} 3
        messagelb_probe_results_total{messagelb_group="orders",messagelb_destination="b",messagelb_result="passed"} 7
        messagelb_probe_results_total{messagelb_group="orders",messagelb_destination="b",messagelb_result="refused"} 1
        messagelb_probe_results_total{messagelb_group="orders",messagelb_destination="b",messagelb_result="uncounted"} 2
        # HELP messagelb_rescue_active Destinations whose messages are being handed to others.
        # TYPE messagelb_rescue_active gauge
        messagelb_rescue_active{messagelb_group="orders"} 1
        # HELP messagelb_rescue_messages_total Messages that waited at lost destinations and were handed to others.
        # TYPE messagelb_rescue_messages_total counter
        messagelb_rescue_messages_total{messagelb_group="orders"} 31
        # HELP messagelb_retry_messages_total Failed, expired, late and waiting messages, by what was decided about them.
        # TYPE messagelb_retry_messages_total counter
        messagelb_retry_messages_total{messagelb_group="orders",messagelb_outcome="dead"} 4
        messagelb_retry_messages_total{messagelb_group="orders",messagelb_outcome="retried"} 17
        # HELP messagelb_route_messages_total Messages handed over or not, by outcome.
        # TYPE messagelb_route_messages_total counter
        messagelb_route_messages_total{messagelb_group="orders",messagelb_policy="response_time",messagelb_outcome="duplicate"} 6
        messagelb_route_messages_total{messagelb_group="orders",messagelb_policy="response_time",messagelb_outcome="refused"} 1
        messagelb_route_messages_total{messagelb_group="orders",messagelb_policy="response_time",messagelb_outcome="rejected"} 2
        messagelb_route_messages_total{messagelb_group="orders",messagelb_policy="response_time",messagelb_outcome="returned"} 2
        messagelb_route_messages_total{messagelb_group="orders",messagelb_policy="response_time",messagelb_outcome="routed"} 1000
        # HELP messagelb_shadow_expected_time_seconds_total Time by which messages were expected to be finished sooner or later at the shadow's choice.
        # TYPE messagelb_shadow_expected_time_seconds_total counter
        # HELP messagelb_shadow_messages_total Messages for which the shadow policy chose as the group's policy did, otherwise, or failed.
        # TYPE messagelb_shadow_messages_total counter
        # HELP messagelb_sticky_keys Sticky keys remembered.
        # TYPE messagelb_sticky_keys gauge
        messagelb_sticky_keys{messagelb_group="orders"} 60
        # HELP messagelb_sticky_messages_total Messages with a sticky key, by what became of them.
        # TYPE messagelb_sticky_messages_total counter
        messagelb_sticky_messages_total{messagelb_group="orders",messagelb_outcome="elsewhere"} 9
        messagelb_sticky_messages_total{messagelb_group="orders",messagelb_outcome="hit"} 400
        messagelb_sticky_messages_total{messagelb_group="orders",messagelb_outcome="learned"} 65
        messagelb_sticky_messages_total{messagelb_group="orders",messagelb_outcome="moved"} 5
        # HELP messagelb_tenant_messages_total Messages handed over, delayed and refused by rate limits, by tenant.
        # TYPE messagelb_tenant_messages_total counter
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="gold",messagelb_outcome="delayed"} 7
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="gold",messagelb_outcome="handed"} 100
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="gold",messagelb_outcome="refused"} 2
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="other",messagelb_outcome="delayed"} 0
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="other",messagelb_outcome="handed"} 900
        messagelb_tenant_messages_total{messagelb_group="orders",messagelb_tenant="other",messagelb_outcome="refused"} 0
        # HELP messagelb_tenant_waiting Messages that wait in the dispatcher, by tenant.
        # TYPE messagelb_tenant_waiting gauge
        messagelb_tenant_waiting{messagelb_group="orders",messagelb_tenant="gold"} 0
        messagelb_tenant_waiting{messagelb_group="orders",messagelb_tenant="other"} 3
        # HELP messagelb_uptime_seconds Time since the dispatcher started.
        # TYPE messagelb_uptime_seconds gauge
        messagelb_uptime_seconds 61.5
        # HELP messagelb_webhook_notices_total Notices of alerts that webhooks took, that were given up, or gave way to newer ones.
        # TYPE messagelb_webhook_notices_total counter
        messagelb_webhook_notices_total{messagelb_outcome="delivered"} 0
        messagelb_webhook_notices_total{messagelb_outcome="dropped"} 0
        messagelb_webhook_notices_total{messagelb_outcome="failed"} 0
        # HELP messagelb_workers Worker instances alive, or consumers at level 0.
        # TYPE messagelb_workers gauge
        messagelb_workers{messagelb_group="orders",messagelb_destination="a"} 2
        messagelb_workers{messagelb_group="orders",messagelb_destination="b"} 0
        # HELP messaging_client_consumed_messages_total Messages received from a queue, redeliveries included.
        # TYPE messaging_client_consumed_messages_total counter
        messaging_client_consumed_messages_total{messaging_system="rabbitmq",messaging_destination_name="messagelb.in.orders",messaging_operation_name="deliver",messagelb_group="orders"} 1005
        # HELP messaging_client_sent_messages_total Messages published and confirmed.
        # TYPE messaging_client_sent_messages_total counter
        messaging_client_sent_messages_total{messaging_system="rabbitmq",messaging_destination_name="messagelb.work.orders.a",messaging_operation_name="publish",messagelb_group="orders",messagelb_destination="a"} 750
        messaging_client_sent_messages_total{messaging_system="rabbitmq",messaging_destination_name="messagelb.work.orders.b",messaging_operation_name="publish",messagelb_group="orders",messagelb_destination="b"} 250

        """;

    [Fact]
    public async Task GetMetrics_DispatcherWithTwoDestinations_WritesEveryFamilyExactly()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Expected.ReplaceLineEndings("\n"), text[..text.IndexOf("# HELP messagelb_build_info", StringComparison.Ordinal)]);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetMetrics_GroupWithShadow_WritesItsComparison()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Shadow = Pictures.Shadow() }] };

        var text = await host.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                """messagelb_shadow_expected_time_seconds_total{messagelb_group="orders",messagelb_policy="least_connections",messagelb_outcome="lost"} 0.5""",
                """messagelb_shadow_expected_time_seconds_total{messagelb_group="orders",messagelb_policy="least_connections",messagelb_outcome="saved"} 2""",
                """messagelb_shadow_messages_total{messagelb_group="orders",messagelb_policy="least_connections",messagelb_outcome="agree"} 750""",
                """messagelb_shadow_messages_total{messagelb_group="orders",messagelb_policy="least_connections",messagelb_outcome="differ"} 250""",
                """messagelb_shadow_messages_total{messagelb_group="orders",messagelb_policy="least_connections",messagelb_outcome="failed"} 0""",
            ],
            text.Split('\n').Where(line => line.StartsWith("messagelb_shadow", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GetMetrics_SharesThatCanBeExpected_WritesThoseOfFiveMinutes()
    {
        await using var host = await WebHost.StartAsync();
        var orders = DistributionPictures.Groups()[0];
        host.Status.Distribution = [orders with { Windows = [orders.Windows[0] with { Fairness = 0.1 }, orders.Windows[0]] }];

        var text = await host.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                """messagelb_destination_share_compared_ratio{messagelb_group="orders",messagelb_destination="a"} 0.75""",
                """messagelb_destination_share_compared_ratio{messagelb_group="orders",messagelb_destination="b"} 0.25""",
                """messagelb_destination_share_expected_ratio{messagelb_group="orders",messagelb_destination="a"} 0.5""",
                """messagelb_destination_share_expected_ratio{messagelb_group="orders",messagelb_destination="b"} 0.5""",
                """messagelb_destination_share_skewed{messagelb_group="orders",messagelb_destination="a"} 1""",
                """messagelb_destination_share_skewed{messagelb_group="orders",messagelb_destination="b"} 1""",
                """messagelb_distribution_failover_ratio{messagelb_group="orders"} 0.125""",
                """messagelb_distribution_fairness_ratio{messagelb_group="orders"} 0.8""",
                """messagelb_distribution_imbalance_ratio{messagelb_group="orders"} 0.25""",
                """messagelb_prediction_error_ratio{messagelb_group="orders"} 0.0333333""",
            ],
            text.Split('\n').Where(l => l.StartsWith("messagelb_distribution_", StringComparison.Ordinal) || l.StartsWith("messagelb_prediction_", StringComparison.Ordinal) || (l.StartsWith("messagelb_destination_share_", StringComparison.Ordinal) && !l.StartsWith("messagelb_destination_share_ratio", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task GetMetrics_GroupInHoldMode_WritesWhatIsInHold()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Hold = new HoldStatus(12, 3072, 1, 0) }] };

        var text = await host.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                """messagelb_hold_late_results_total{messagelb_group="orders"} 1""",
                """messagelb_hold_memory_bytes{messagelb_group="orders"} 3072""",
                """messagelb_hold_messages{messagelb_group="orders"} 12""",
            ],
            text.Split('\n').Where(line => line.StartsWith("messagelb_hold", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GetMetrics_OneCollection_TakesOnePictureForAllInstruments()
    {
        // A clock that stands still: a picture is for one collection, however long that takes on a busy machine.
        await using var host = await WebHost.StartAsync(time: new ManualTimeProvider());

        await host.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        // One for the instruments and one for the build.
        Assert.Equal(2, host.Status.Reads);
    }
}
