using MessageLB.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LocalBroker))]

// Each test drives several processes on few cores, and mostly waits. Those that measure, or judge how quickly others react, run alone.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
