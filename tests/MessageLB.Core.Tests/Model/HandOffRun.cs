using MessageLB.Core.Groups;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// A run of the model in a group that hands off: a dispatcher that dies and loses sessions and rescues what waits at the dead, workers that
/// fail and die.
/// </summary>
internal sealed class HandOffRun : ModelRun
{
    private readonly List<ModelWorker> _workers = [];
    private readonly double _failing;
    private readonly double _dying;
    private readonly double _losing;
    private ModelFlow _ingress;
    private ModelFlow? _rescue;
    private ModelWorker? _rescued;
    private long _version;
    private int _audited;

    public HandOffRun(int seed)
        : base(seed)
    {
        // Some runs have no faults of a kind, so that the strict promises are looked at too.
        _failing = Random.Next(3) * 0.15;
        _dying = Random.Next(3) * 0.01;
        _losing = Random.Next(3) * 0.01;
        var workers = Random.Next(1, 5);
        for (var slot = 0; slot < workers; slot++) AddWorker(slot);
        _ingress = NewIngress();
    }

    public override bool IsExact => _losing == 0;

    protected override bool HasPoison => _dying > 0;

    protected override bool IsQuiet => _ingress.IsIdle && _rescue is null && IsBrokerQuiet
        && _workers.TrueForAll(w => w.InHand == 0 && Broker.Count(w.Destination.Queue) == 0);

    protected override void Act()
    {
        if (IsFaulty && Random.NextDouble() < _losing) LoseSession();
        Rescue();
        Audit();
        var snapshot = Snapshot();
        switch (Random.Next(6))
        {
            case 0: (_rescue ?? _ingress).Receive(snapshot); break;
            case 1: _ingress.Receive(snapshot); break;
            case 2: (Random.Next(2) == 0 ? _rescue ?? _ingress : _ingress).Hear(); break;
            case 3: Retries.Step(dies: IsFaulty && Random.NextDouble() < _losing); break;
            case 4: Pass(); break;
            default: Work(); break;
        }
    }

    protected override void EndFaults()
    {
        foreach (var worker in _workers) worker.Return();
    }

    protected override void JudgeBooks()
    {
        Audit();
        Assert.All(_workers, w => Assert.Equal(0, w.Destination.Credit.InFlight));
    }

    private void Work()
    {
        var worker = _workers[Random.Next(_workers.Count)];
        if (IsFaulty && Random.NextDouble() < _dying) worker.Die();
        else if (!worker.Lives) worker.Return();
        worker.Take();
        // A poisonous message kills in every run until it is quarantined.
        worker.Settle(Random, _failing);
    }

    // The dead worker's queue, one at a time; ends when the worker is back, as the dispatcher's does.
    private void Rescue()
    {
        if (_rescued is { Lives: true } || (_rescue is not null && _rescue.IsIdle)) EndRescue();
        if (_rescue is not null) return;
        _rescued = _workers.FirstOrDefault(w => !w.Lives && Broker.Count(w.Destination.Queue) > 0);
        if (_rescued is null || !_workers.Any(w => w.Lives)) return;
        _rescue = new ModelFlow(_rescued.Destination.Queue, _rescued.Destination, Broker, this, Prefetch);
    }

    private void EndRescue()
    {
        // Gracefully: what is under way is awaited.
        for (var i = 0; _rescue is { Unsettled: > 0 } && i < MostSteps; i++) _rescue.Hear();
        _rescue?.Lose();
        (_rescue, _rescued) = (null, null);
    }

    private void LoseSession()
    {
        _rescue?.Lose();
        (_rescue, _rescued) = (null, null);
        _ingress.Lose();
        _ingress = NewIngress();
        // The books are put straight before the next session hands over, as its looks at the queues do.
        LookAtQueues();
    }

    // No worker reports what came back too often; the dispatcher's audit finds it by looks at a moment when nothing is under way.
    private void Audit()
    {
        if (_audited == Broker.BeyondLimit || _ingress.Unsettled > 0 || _rescue is not null) return;
        _audited = Broker.BeyondLimit;
        LookAtQueues();
    }

    private void LookAtQueues()
    {
        foreach (var worker in _workers)
        {
            var credit = worker.Destination.Credit;
            var holds = Broker.Count(worker.Destination.Queue) + worker.InHand;
            credit.Return(credit.InFlight);
            credit.Resize(int.MaxValue);
            for (var i = 0; i < holds; i++) credit.TryTake();
            credit.Resize(5);
        }
    }

    private void AddWorker(int slot)
    {
        var destination = new DestinationState("orders", $"w{slot}", slot) { Weight = 100, Concurrency = 3 };
        destination.Credit.Resize(5);
        Broker.Declare(destination.Queue);
        _workers.Add(new ModelWorker(destination, Broker, this));
    }

    private ModelFlow NewIngress() => new(Names.IngressQueue("orders"), null, Broker, this, Prefetch);

    private GroupSnapshot Snapshot() => new(++_version, [.. _workers.Where(w => w.Lives).Select(w => w.Destination)], []);
}
