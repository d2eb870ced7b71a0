using MessageLB.Worker.Commands;

namespace MessageLB.Worker.Serving;

/// <summary>A worker's service at one moment.</summary>
/// <param name="State">What the worker says of itself.</param>
/// <param name="Intent">What it was told by commands and by its host.</param>
/// <param name="Changed">Completes when this is no longer so.</param>
internal readonly record struct ServiceReading(WorkerState State, WorkerIntent Intent, Task Changed);
