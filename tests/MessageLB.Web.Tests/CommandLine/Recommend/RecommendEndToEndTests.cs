using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Recommend;

/// <summary>
/// A dispatcher with workers of speeds 1 : 4 and equal weights, on the embedded transport, in real time, asked over HTTP. It is measured for half a minute, the least
/// that is judged.
/// </summary>
public sealed class RecommendEndToEndTests
{
    private const string Group = "orders";

    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestTerminal _terminal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recommend_SpeedsOneToFourByTurns_SaysWhatIsRight()
    {
        var transport = new InMemoryTransport();
        await using var app = Build(transport);
        await app.StartAsync(Token);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var publishing = PublishAsync(app, transport, ending.Token);
        var status = app.Services.GetRequiredService<IDispatcherStatus>();
        await MeasureAsync(status);

        var code = await _terminal.RunAsync("recommend", Group, "--window", "1m", "--url", app.Urls.Single(), "--json", "--messages", "10000");

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var group = JsonElement.Parse(_terminal.Out).GetProperty("groups")[0];
        Assert.Equal("response_time", group.GetProperty("recommendations").EnumerateArray().Single(r => r.GetProperty("kind").GetString() == "policy").GetProperty("changes")[0].GetProperty("to").GetString());
        var weights = group.GetProperty("recommendations").EnumerateArray().Single(r => r.GetProperty("kind").GetString() == "weights").GetProperty("changes");
        Assert.All(weights.EnumerateArray(), change => Assert.Matches("^groups.orders.destinations.(slow|fast).weight$", change.GetProperty("path").GetString()!));
    }

    private static async Task MeasureAsync(IDispatcherStatus status)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (status.ReadSituations(TimeSpan.FromMinutes(1))[0].Unclear is { } unclear)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, unclear);
            await Task.Delay(BetweenLooks, TimeProvider.System, Token);
        }
    }

    private static WebApplication Build(InMemoryTransport transport)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ITransport>(transport);
        builder.Services.AddMessageLB(new MessageLBConfig { Groups = [GroupConfig.Default with { Name = Group, Algorithm = "weighted_round_robin" }] });
        builder.Services.AddMessageLBWeb();
        builder.Services.AddMessageLBWorker(Group, "slow", _ => new Waiting(TimeSpan.FromMilliseconds(80)), static w => w.Concurrency = 2);
        builder.Services.AddMessageLBWorker(Group, "fast", _ => new Waiting(TimeSpan.FromMilliseconds(20)), static w => w.Concurrency = 2);
        var app = builder.Build();
        app.MapMessageLB();
        return app;
    }

    // Poisson, as is simulated: with equal gaps nothing would ever wait.
    private static async Task PublishAsync(WebApplication app, InMemoryTransport transport, CancellationToken ending)
    {
        await using var session = await transport.OpenAsync(new Transport.SessionOptions { ClientName = "publisher" }, ending);
        var status = app.Services.GetRequiredService<IDispatcherStatus>();
        await Eventually.TrueAsync(() => ValueTask.FromResult(status.Read().Groups is [{ Declared: true, Destinations: [{ State: "ready" }, { State: "ready" }] }]), "the group is there", ending);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ending);
        var random = new Random(7);
        var started = TimeProvider.System.GetTimestamp();
        for (var due = TimeSpan.Zero; ; due -= BetweenMessages * Math.Log(1 - random.NextDouble()))
        {
            var wait = due - TimeProvider.System.GetElapsedTime(started);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, TimeProvider.System, ending);
            await publisher.PublishAsync(Names.IngressExchange, "any", new MessageProperties { Persistent = true }, new byte[16], ending);
        }
    }

    private sealed class Waiting(TimeSpan time) : IMessageHandler
    {
        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            await Task.Delay(time, TimeProvider.System, cancellationToken);
            return HandlerResult.Done;
        }
    }
}
