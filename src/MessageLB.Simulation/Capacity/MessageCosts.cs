namespace MessageLB.Simulation;

/// <summary>What one message costs between the ingress queue and its completion.</summary>
/// <param name="BrokerUs">Processor time of the broker that leads all queues concerned, in microseconds.</param>
/// <param name="DispatcherUs">Processor time of the dispatcher, in microseconds.</param>
public readonly record struct MessageCosts(double BrokerUs, double DispatcherUs)
{
    /// <summary>
    /// Of messages in frames of another mean size: what is paid for each frame is paid for more or fewer messages. Linear in 1 ÷ size, through what was
    /// measured without frames and with.
    /// </summary>
    /// <param name="alone">Without frames.</param>
    /// <param name="framed">With frames of <paramref name="measured"/> messages.</param>
    /// <param name="measured">Above 1.</param>
    /// <param name="size">Mean messages in a frame, 1 or more.</param>
    public static MessageCosts InFrames(MessageCosts alone, MessageCosts framed, double measured, double size)
    {
        var part = ((1 / size) - (1 / measured)) / (1 - (1 / measured));
        return new MessageCosts(Between(framed.BrokerUs, alone.BrokerUs, part), Between(framed.DispatcherUs, alone.DispatcherUs, part));
    }

    // Larger frames than measured may cost less than nothing on this line, which is then where it ends.
    private static double Between(double framed, double alone, double part) => Math.Max(0, framed + ((alone - framed) * part));
}
