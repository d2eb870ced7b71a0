using MessageLB.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LocalBroker))]

// Each test drives several processes on few cores; side by side they would measure each other, and be no quicker for it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
