using MessageLB.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LocalBroker))]
