namespace MessageLB.Transport;

/// <summary>Takes one control message; the body is valid only during the call.</summary>
public delegate void ControlHandler(string routingKey, ReadOnlySpan<byte> body);
