using Xunit;

namespace MessageLB.Dispatcher.Tests.Telemetry;

/// <summary>Sources of spans belong to the process, so whoever listens would see, and pay for, the messages of other tests.</summary>
[CollectionDefinition(nameof(TracingCollection), DisableParallelization = true)]
public sealed class TracingCollection;
