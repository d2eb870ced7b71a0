namespace MessageLB.Core.Settlement;

/// <summary>One call to settle ingress deliveries.</summary>
/// <param name="Action">What to do; <see cref="Settlement.Pending"/> means nothing is ready.</param>
/// <param name="Tag">Settle token; for <see cref="Settlement.Ack"/> it stands for every unsettled delivery up to it.</param>
/// <param name="Count">Deliveries that it settles.</param>
public readonly record struct SettleStep(Settlement Action, ulong Tag, int Count);
