using MessageLB.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LocalBroker))]

// Each test drives several processes on few cores; side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
