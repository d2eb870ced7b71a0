using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Workers;

public sealed class SimulatedWorkerTests
{
    private readonly MessagePool _messages = new();
    private readonly CompletionHeap _completions = new();

    [Fact]
    public void Receive_MoreThanItsHands_StartsTheRestInTheOrderOfReceipt()
    {
        var worker = Worker(concurrency: 2);
        Receive(worker, 0, 100, 30, 50, 10);

        Assert.Equal([(30, 1), (80, 2), (90, 3), (100, 0)], Completions(worker));
        Assert.Equal(0, worker.InFlight);
    }

    [Fact]
    public void Speed_Changed_CountsForMessagesThatStartLater()
    {
        var worker = Worker(concurrency: 1, speed: 2);
        Receive(worker, 0, 100, 100);
        worker.ChangeSpeed(0.1);

        Assert.Equal([(50, 0), (550, 1)], Completions(worker));
    }

    [Fact]
    public void Stop_AndReturn_MoveWhatIsInHandByTheTimeBetween()
    {
        var worker = Worker(concurrency: 2);
        Receive(worker, 0, 100, 60, 40);
        worker.Stop(20);
        Assert.True(worker.IsStopped);
        Receive(worker, 30, 5);
        Assert.Equal(4, worker.InFlight);
        Assert.True(worker.Return(1_020));

        Assert.Equal([(1_060, 1), (1_100, 0), (1_100, 2), (1_105, 3)], Completions(worker));
    }

    [Fact]
    public void Stop_Twice_AndReturnOfOneThatRuns_ChangeNothing()
    {
        var worker = Worker(concurrency: 1);
        Receive(worker, 0, 100);
        Assert.False(worker.Return(10));
        worker.Stop(20);
        worker.Stop(30);
        Assert.True(worker.Return(50));

        Assert.Equal([(130, 0)], Completions(worker));
    }

    [Fact]
    public void Kill_AndReturn_GivesBackWhatItHadInOrderAndStartsWithNothing()
    {
        var worker = Worker(concurrency: 2);
        Receive(worker, 0, 100, 60, 40);
        var left = new List<int>();

        worker.Kill(left);

        Assert.Equal([0, 1, 2], left);
        Assert.Equal((0, true, VirtualTime.Never), (worker.InFlight, worker.IsDead, worker.OldestReceivedAt));
        Assert.True(worker.Return(50));
        Assert.False(worker.IsDead);
        worker.Receive(1, 70);
        Assert.Equal([(130, 1)], Completions(worker));
    }

    [Fact]
    public void OldestReceivedAt_IsThatOfTheFirstNotCompleted()
    {
        var worker = Worker(concurrency: 2);
        Assert.Equal(VirtualTime.Never, worker.OldestReceivedAt);
        Receive(worker, 1, 100);
        Receive(worker, 2, 10);
        Receive(worker, 3, 10);
        Assert.Equal(1, worker.OldestReceivedAt);

        var completion = _completions.Take();
        worker.Complete(completion.Message, completion.Due);
        Assert.Equal(1, worker.OldestReceivedAt);
        worker.Complete(0, 101);
        Assert.Equal(3, worker.OldestReceivedAt);
    }

    private SimulatedWorker Worker(int concurrency, double speed = 1) =>
        new(0, new SimulatedDestination { Name = "w", Concurrency = concurrency, Speed = speed }, _messages, _completions);

    private void Receive(SimulatedWorker worker, long now, params long[] services)
    {
        foreach (var service in services) worker.Receive(_messages.Add(0, now, new MessageDraw(0, -1, service)), now);
    }

    private List<(long At, int Message)> Completions(SimulatedWorker worker)
    {
        var done = new List<(long At, int Message)>();
        while (_completions.Count > 0)
        {
            var completion = _completions.Take();
            if (!worker.IsPlanned(completion)) continue;
            worker.Complete(completion.Message, completion.Due);
            done.Add((completion.Due, completion.Message));
        }

        return done;
    }
}
