using System.Diagnostics;
using MessageLB.Core.Groups;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>What is remembered of an ingress delivery until it is settled.</summary>
/// <param name="Destination">Where it was handed to; null while it is held.</param>
/// <param name="StartedAt">Timestamp of the publish if its confirm is to be timed, else 0.</param>
/// <param name="Span">Its span; null if nobody wants one.</param>
internal readonly record struct HandOver(DestinationState? Destination, long StartedAt, Activity? Span = null);
