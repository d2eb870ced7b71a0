using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Telemetry;

/// <summary>Sources of spans belong to the process, so whoever listens would see the messages of other tests.</summary>
[CollectionDefinition(nameof(TracingCollection), DisableParallelization = true)]
public sealed class TracingCollection;
