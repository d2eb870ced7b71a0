using System.Text;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Testing;

/// <summary>Publishes texts.</summary>
public static class PublishingExtensions
{
    /// <summary>Publishes texts in this order and waits until all are confirmed.</summary>
    public static async Task SendAsync(this ITransportSession session, string exchange, string routingKey, string[] texts, CancellationToken cancellationToken)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, cancellationToken);
        var outcomes = await Task.WhenAll(texts.Select(text => publisher.PublishTextAsync(exchange, routingKey, text, cancellationToken)));

        Assert.All(outcomes, outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
    }

    /// <summary>Publishes one text and waits for its outcome.</summary>
    public static async Task<PublishOutcome> PublishTextAsync(
        this ConfirmingPublisher publisher, string exchange, string routingKey, string text, CancellationToken cancellationToken) =>
        await publisher.PublishAsync(exchange, routingKey, new MessageProperties { Persistent = true }, Encoding.UTF8.GetBytes(text), cancellationToken)
            .OrFailAsync(() => $"the outcome of publishing '{text}'", cancellationToken);
}
