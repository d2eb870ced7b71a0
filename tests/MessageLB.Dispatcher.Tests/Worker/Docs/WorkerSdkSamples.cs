using MessageLB.InMemory;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Tests.Worker.Docs;

/// <summary>The code of <c>docs/worker-sdk.md</c>, word by word; <see cref="WorkerSdkDocsTests"/> compares them.</summary>
internal static class WorkerSdkSamples
{
    #region typed-handler
    public sealed record Order(string Id, decimal Amount);

    public sealed class OrderHandler(IOrderBook book) : MessageHandler<Order>
    {
        protected override async ValueTask<HandlerResult> HandleAsync(Order order, Message message, CancellationToken cancellationToken)
        {
            if (order.Amount < 0) return HandlerResult.Drop("negative amount");
            if (!await book.IsOpenAsync(cancellationToken)) return HandlerResult.Return("the order book is closed");
            await book.EnterAsync(order.Id, order.Amount, cancellationToken);
            return HandlerResult.Done;
        }
    }
    #endregion

    public interface IOrderBook
    {
        ValueTask<bool> IsOpenAsync(CancellationToken cancellationToken);

        ValueTask EnterAsync(string id, decimal amount, CancellationToken cancellationToken);
    }

    #region raw-handler
    public sealed class ThumbnailHandler : IMessageHandler
    {
        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            var size = message.GetHeader("size") ?? "128";
            return await TryScaleAsync(message.Body, size, cancellationToken) ? HandlerResult.Done : HandlerResult.Retry("scaling failed");
        }

        private static ValueTask<bool> TryScaleAsync(ReadOnlyMemory<byte> image, string size, CancellationToken cancellationToken) => new(image.Length > 0);
    }
    #endregion

    public static IHost Hosted(string[] args, ITransport transport)
    {
        #region hosted
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton(transport); // RabbitMqTransport, or InMemoryTransport in tests
        builder.Services.AddMessageLBWorker<OrderHandler>("orders", "a", o => o.Concurrency = 8);
        builder.Services.AddMessageLBWorker("images", "a", _ => new ThumbnailHandler());
        #endregion
        return builder.Build();
    }

    public static async Task WithoutAHostAsync(ILoggerFactory loggers, CancellationToken stopping)
    {
        #region without-a-host
        var options = new WorkerOptions { Group = "images", Name = "a", Concurrency = 2 };
        await using var worker = new WorkerHost(new InMemoryTransport(), options, new ThumbnailHandler(), TimeProvider.System, loggers);
        await worker.RunAsync(stopping); // returns after the drain
        #endregion
    }

    public static async Task TestAHandlerAsync()
    {
        #region test-a-handler
        var message = new Message("not an image"u8.ToArray(), new MessageProperties { MessageId = "1" }) { Attempt = 2 };
        var result = await new ThumbnailHandler().HandleAsync(message, CancellationToken.None);
        #endregion
        if (result != HandlerResult.Done) throw new InvalidOperationException(result.Reason);
    }
}
