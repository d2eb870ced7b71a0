using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.RabbitMq;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>The dispatcher with SDK workers behind it, in one process, as <c>messagelb dev</c> composes them.</summary>
internal sealed class MessageLBShape(string policy) : IShape
{
    public string Name => $"messagelb ({policy})";

    public async Task<TimeSpan> DrainAsync(Uri broker, string group, int workers, int messages)
    {
        var count = new CompletionCount(messages);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ITransport>(new RabbitMqTransport(new RabbitMqOptions { Uri = broker }));
        builder.Services.AddMessageLB(MessageLBConfig.Default with
        {
            Groups = [new GroupConfig { Name = group, Routes = [$"{group}.#"], Algorithm = policy }],
        });
        for (var i = 0; i < workers; i++)
            builder.Services.AddMessageLBWorker(group, $"w{i}", _ => new CountingHandler(count), o => (o.Concurrency, o.Prefetch) = (4, 100));
        using var host = builder.Build();
        var started = TimeProvider.System.GetTimestamp();
        await host.StartAsync();
        await count.All;
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        await host.StopAsync();
        return elapsed;
    }

    private sealed class CountingHandler(CompletionCount count) : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            count.Add();
            return ValueTask.FromResult(HandlerResult.Done);
        }
    }
}
