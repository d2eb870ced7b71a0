using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>A message in a queue of the model broker.</summary>
/// <param name="Exchange">What it was published to.</param>
/// <param name="RoutingKey">With this key.</param>
/// <param name="Properties">Nobody else's.</param>
internal sealed record ModelMessage(string Exchange, string RoutingKey, MessageProperties Properties)
{
    /// <summary>Whether the queue gave it out before.</summary>
    public bool Redelivered { get; set; }

    /// <summary>How often it came back.</summary>
    public int Returns { get; set; }

    /// <summary>When it expires, in steps of the model; for ever by default.</summary>
    public long ExpiresAt { get; set; } = long.MaxValue;

    public string Id => Properties.MessageId!;
}
