using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Rules;

/// <summary>Groups that forward, as real processes on a real RabbitMQ.</summary>
public sealed class ForwardAndSplitTests(LocalBroker broker)
{
    private const int Messages = 2000;
    private const int Customers = 300;

    private const string Config = """
        groups:
          orders:
            routes: orders.#
            forward:
              - {when: {header: region, equals: eu}, to: orders-eu}
              - {split: {orders: 80, canary: 20}, by: header:customer}
          orders-eu: {routes: eu.#}
          canary: {routes: canary.#}
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ForwardAndSplit_EachMessageIsHandledOnceInItsGroup()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        var records = ((string[])["orders", "orders-eu", "canary"]).ToDictionary(group => group, group => scene.Worker(group, "a", "--concurrency", "4", "--work", "none").Record);
        await PublishAsync(scene);

        var lines = await Records.WaitAsync([.. records.Values], Messages, Limit, scene.Describe);

        Assert.Equal(Messages, lines.Count);
        var (stable, eu, canary) = (await ReadAsync(records["orders"]), await ReadAsync(records["orders-eu"]), await ReadAsync(records["canary"]));
        Assert.Equal(Messages / 4, eu.Count);
        Assert.All(eu, line => Assert.Equal("eu", Header(line, "region")));
        Assert.Empty(stable.Select(Customer).Intersect(canary.Select(Customer)));
        // 20 % of 300 keys, within four standard deviations (7).
        Assert.InRange(canary.Select(Customer).Distinct().Count(), 32, 88);
        Assert.All(canary.Concat(eu), line => Assert.Equal(("orders", "orders.new", "1"), (Header(line, "messagelb-forwarded-from"), Header(line, "messagelb-routing-key"), Header(line, "messagelb-attempt"))));
        Assert.All(stable, line => Assert.Null(Header(line, "messagelb-forwarded-from")));
        Assert.Contains("messagelb_forward_messages_total{messagelb_group=\"orders\",messagelb_target=\"orders-eu\",messagelb_outcome=\"forwarded\"} 500", await scene.TextAsync("/metrics"), StringComparison.Ordinal);
    }

    private static async Task PublishAsync(Scene scene)
    {
        await using var session = await scene.SessionAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var sent = new List<Task<PublishOutcome>>(Messages);
        for (var i = 0; i < Messages; i++)
        {
            var headers = new Dictionary<string, object?> { ["customer"] = $"customer-{i % Customers}", ["region"] = i % 4 == 0 ? "eu" : "us" };
            sent.Add(publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties { MessageId = $"m{i}", Persistent = true, Headers = headers }, BitConverter.GetBytes(i), Token));
        }

        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
    }

    private static Task<List<JsonElement>> ReadAsync(string record) => Records.ReadAsync([record]);

    private static string? Customer(JsonElement line) => Header(line, "customer");

    private static string? Header(JsonElement line, string name) =>
        line.GetProperty("headers").TryGetProperty(name, out var value) ? value.GetString() : null;
}
