using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Spreading;

/// <summary>RabbitMQ's random exchange: each message goes to the queue of a worker that chance chooses, however long it is.</summary>
internal sealed class RandomExchange(WorkerFleet fleet, Xoshiro256 random) : Spreader(fleet)
{
    public override void Arrive(int slot, long now) => Fleet.Workers[random.NextBelow((ulong)Fleet.Workers.Length)].Receive(slot, now);
}
