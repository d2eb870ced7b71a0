using MessageLB.Core.Configuration;
using MessageLB.Core.Hashing;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Tests.Configuration;
using MessageLB.Frames;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>Frames between the dispatcher and workers of the SDK.</summary>
public sealed class FrameTests
{
    private const int Messages = 300;

    private static readonly GroupConfig Group = GroupConfig.Default with
    {
        Algorithm = "round_robin", Window = WindowConfig.Fixed(1000), Retry = new RetryConfig { Delay = TimeSpan.Zero },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> DeliveryModes => [nameof(DeliveryMode.Handoff), nameof(DeliveryMode.Hold)];

    [Theory]
    [MemberData(nameof(DeliveryModes))]
    public async Task Messages_InFrames_EachCompletesOnceAsItWasPublished(string mode)
    {
        await using var host = await FrameHost.StartAsync(Group with { Delivery = Enum.Parse<DeliveryMode>(mode) });
        await host.WarmUpAsync();
        await host.SettledAsync();
        var (sent, handled) = (host.Transport.Sent.Count, host.Handled.Count);

        var ids = await host.PublishInFramesAsync(Messages, static (i, p) =>
        {
            p.Type = $"t{i % 7}";
            p.CorrelationId = $"c{i}";
            p.Headers = new Dictionary<string, object?> { ["own"] = $"o{i}", ["number"] = i };
        });
        await host.HandledAsync(ids);
        await host.SettledAsync();

        var publishes = host.Transport.Sent.Skip(sent).ToList();
        Assert.Equal(Messages, publishes.Sum(p => p.Messages));
        Assert.InRange(publishes.Count, Messages / 64, Messages / 10);
        Assert.InRange(publishes.Max(p => p.Messages), 2, 64);
        var messages = host.Handled.Skip(handled).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), messages.Select(m => m.MessageId!).Order(StringComparer.Ordinal));
        Assert.All(messages, m =>
        {
            var i = BitConverter.ToInt32(m.Body.Span);
            Assert.Equal((ids[i], $"t{i % 7}", $"c{i}", 1), (m.MessageId, m.Properties.Type, m.Properties.CorrelationId, m.Attempt));
            Assert.Equal(($"o{i}", i, "any", "default", "a"), (m.GetHeader("own"), m.Properties.Headers!["number"], m.GetHeader(HeaderNames.RoutingKey), m.GetHeader(HeaderNames.Group), m.GetHeader(HeaderNames.Destination)));
            Assert.False(m.Properties.Headers.ContainsKey("messagelb-frame"));
        });
    }

    [Theory]
    [MemberData(nameof(DeliveryModes))]
    public async Task Results_OfEveryKindInsideFrames_EachMessageGoesItsOwnWay(string mode)
    {
        await using var host = await FrameHost.StartAsync(
            Group with { Delivery = Enum.Parse<DeliveryMode>(mode) },
            static m => (m.Properties.Type, m.Attempt) switch
            {
                ("retry", 1) => HandlerResult.Retry("E: again"),
                ("drop", _) => HandlerResult.Drop("E: bad"),
                _ => HandlerResult.Done,
            });
        await host.WarmUpAsync();
        await host.SettledAsync();
        var handled = host.Handled.Count;

        var ids = await host.PublishInFramesAsync(Messages, static (i, p) => p.Type = (i % 3) switch { 0 => "done", 1 => "retry", _ => "drop" });
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Handled.Count >= handled + Messages + (Messages / 3)), "every attempt is made", Token);
        await host.SettledAsync();

        var attempts = host.Handled.Skip(handled).ToLookup(m => m.Properties.Type!, m => (m.MessageId!, m.Attempt));
        Assert.Equal(Of(0), attempts["done"].Order());
        Assert.Equal(Of(1).Concat(Of(1).Select(a => (a.Item1, 2))).Order(), attempts["retry"].Order());
        Assert.Equal(Of(2), attempts["drop"].Order());
        await using var session = await host.Host.Transport.OpenAsync(new SessionOptions { ClientName = "inspector" }, Token);
        await Eventually.TrueAsync(async () => (await session.Topology.InspectAsync(Names.DeadQueue("default"), Token))?.Ready == Messages / 3, "the dropped are dead letters", Token);

        IEnumerable<(string, int)> Of(int kind) => ids.Where((_, i) => i % 3 == kind).Select(id => (id, 1)).Order();
    }

    [Theory]
    [MemberData(nameof(DeliveryModes))]
    public async Task Sessions_AreLostWhileFramesTravel_EveryMessageIsHandled(string mode)
    {
        await using var host = await FrameHost.StartAsync(
            Group with { Delivery = Enum.Parse<DeliveryMode>(mode) }, workers: static (h, s) =>
            {
                foreach (var name in (string[])["a", "b"]) h.AddWorker(s, name, static _ => { });
            });
        await host.WarmUpAsync();

        var ids = await host.PublishInFramesAsync(Messages);
        host.Host.Transport.EndAllSessions("pulled the plug");
        await host.HandledAsync(ids);

        await host.SettledAsync();
    }

    [Fact]
    public async Task Retry_FrameWasRejectedByTheBroker_IsTakenApart()
    {
        await using var host = await FrameHost.StartAsync(Group);
        await host.WarmUpAsync();
        var writer = new FrameWriter();
        foreach (var id in (string[])["x", "y", "z"])
        {
            var headers = new Dictionary<string, object?> { [HeaderNames.Group] = "default", [HeaderNames.Attempt] = "1", [HeaderNames.RoutingKey] = "any", ["own"] = id };
            Assert.Equal(FrameAdd.Added, writer.TryAdd(new MessageProperties { MessageId = id, Persistent = true, Headers = headers }, "body"u8));
        }

        await PublishAsync(host, Names.RetryQueue("default"), FrameProperties(), writer.Seal());
        await host.HandledAsync(["x", "y", "z"]);

        Assert.Equal(["x", "y", "z"], host.Handled.Where(m => m.GetHeader("own") is not null).Select(m => m.GetHeader("own")!).Order());
        Assert.All(host.Handled.Where(m => m.GetHeader("own") is not null), m => Assert.Equal(("body", m.MessageId), (System.Text.Encoding.UTF8.GetString(m.Body.Span), m.GetHeader("own"))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publisher_SendsWhatLooksLikeAFrame_IsDeliveredAsOneMessage(bool overTheDefaultExchange)
    {
        await using var host = await FrameHost.StartAsync(Group);
        await host.WarmUpAsync();
        var writer = new FrameWriter();
        writer.TryAdd(new MessageProperties { MessageId = "inner" }, "body"u8);
        var body = writer.Seal().ToArray();
        var properties = FrameProperties();
        properties.MessageId = "opaque";

        if (overTheDefaultExchange) await PublishAsync(host, Names.IngressQueue("default"), properties, body);
        else await host.PublishAsync(1, (_, p) => p.CopyFrom(properties));
        await host.HandledAsync(["opaque"]);

        var handled = Assert.Single(host.Handled, m => m.MessageId == "opaque");
        Assert.Equal(FrameFormat.ContentType, handled.Properties.ContentType);
        if (overTheDefaultExchange) Assert.Equal(body, handled.Body.ToArray());
        Assert.DoesNotContain(host.Handled, m => m.MessageId == "inner");
    }

    [Fact]
    public async Task Worker_TakesNoFramesBesideOneThatDoes_TheirDestinationGetsNone()
    {
        await using var host = await FrameHost.StartAsync(Group, workers: static (h, s) =>
        {
            h.AddWorker(s, "a", static o => o.FrameMax = 64);
            h.AddWorker(s, "a", static o => o.FrameMax = 1);
            h.AddWorker(s, "b", static o => o.FrameMax = 64);
        });
        await Eventually.TrueAsync(
            () => ValueTask.FromResult(host.Host.Status.Read().Groups[0].Destinations is { Count: 2 } all && all.All(d => d.State == "ready") && host.Host.Destination("a").Instances == 2), "all are ready", Token);
        await host.WarmUpAsync(destinations: 1);

        for (var i = 0; i < 5; i++) await host.HandledAsync(await host.PublishAsync(Messages));

        var frames = host.Transport.Sent.Where(s => s.Messages > 1).Select(s => s.Queue).Distinct();
        Assert.Equal([Names.WorkQueue("default", "b")], frames);
    }

    [Theory]
    [InlineData("frame_max")]
    [InlineData("order_by")]
    [InlineData("single_active")]
    public async Task Group_WithoutFrames_GetsNone(string reason)
    {
        await using var host = await FrameHost.StartAsync(reason switch
        {
            "frame_max" => Group with { FrameMax = 1 },
            "order_by" => Group with { OrderBy = new KeySource(KeyField.MessageId) },
            _ => Group with { SingleActive = true },
        });

        for (var i = 0; i < 10; i++)
        {
            await host.HandledAsync(await host.PublishAsync(200));
            await host.SettledAsync();
        }

        Assert.NotNull(host.Host.Destination("a").ServiceTime);
        Assert.Equal(0, host.Transport.Frames);
    }

    [Fact]
    public async Task Reload_FrameMaxChanges_TakesEffectBothWays()
    {
        const string Yaml = "groups: { default: { routes: [any], algorithm: round_robin, window: 1000, frame_max: 1 } }";
        using var file = new TempYaml(Yaml);
        var sources = new ConfigSources { FilePath = file.Path };
        await using var host = await FrameHost.StartAsync(Group, config: ConfigLoader.Load(sources).GetConfig(), sources: sources);
        for (var i = 0; i < 5; i++) await SendAsync();
        Assert.NotNull(host.Host.Destination("a").ServiceTime);
        Assert.Equal(0, host.Transport.Frames);

        await ReloadAsync(Yaml.Replace("frame_max: 1", "frame_max: 5", StringComparison.Ordinal));
        await host.WarmUpAsync();
        await host.HandledAsync(await host.PublishInFramesAsync(Messages));
        await host.SettledAsync();
        Assert.Equal(5, host.Transport.Sent.Max(s => s.Messages));
        var frames = host.Transport.Frames;

        await ReloadAsync(Yaml);
        for (var i = 0; i < 5; i++) await SendAsync();
        Assert.Equal(frames, host.Transport.Frames);

        async Task SendAsync()
        {
            await host.HandledAsync(await host.PublishAsync(200));
            await host.SettledAsync();
        }

        async Task ReloadAsync(string yaml)
        {
            await File.WriteAllTextAsync(file.Path, yaml, Token);
            Assert.Empty((await host.Host.Reconfiguration.ReloadAsync("the test", Token)).Errors);
        }
    }

    private static MessageProperties FrameProperties() => new()
    {
        ContentType = FrameFormat.ContentType, Persistent = true, Headers = new Dictionary<string, object?> { [HeaderNames.Frame] = FrameFormat.Mark },
    };

    private static async Task PublishAsync(FrameHost host, string queue, MessageProperties properties, ReadOnlyMemory<byte> body)
    {
        await using var session = await host.Host.Transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishAsync(string.Empty, queue, properties, body, Token));
    }
}
