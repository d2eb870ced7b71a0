namespace MessageLB.Core.Tests.Ordering;

/// <summary>A message on its way to a destination's queue, and the lost one whose queue it came from, if any.</summary>
internal sealed class OrderHandOver(OrderMessage message, OrderModelWorker to, OrderModelWorker? from)
{
    public OrderMessage Message { get; } = message;

    public OrderModelWorker To { get; } = to;

    public OrderModelWorker? From { get; } = from;

    public bool IsAccepted { get; set; }
}
