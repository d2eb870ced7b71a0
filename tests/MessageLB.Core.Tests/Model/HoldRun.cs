using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// A run of the model in a group in hold mode: a dispatcher that stops and loses sessions, a broker that starts again without what is
/// transient, workers that die, stand still, hang, lose their connections and leave, and results that are lost, late, doubled and in any order.
/// </summary>
internal sealed class HoldRun : ModelRun
{
    private readonly List<ModelHoldWorker> _workers = [];
    private readonly bool _isCalm;
    private readonly double _failing;
    private readonly double _dying;
    private readonly double _standing;
    private readonly double _losing;
    private readonly TimeSpan _limit;
    private readonly ModelGroup _group;
    private ModelHoldFlow _flow;

    public HoldRun(int seed)
        : base(seed)
    {
        // Some runs have no faults at all, or none of a kind, so that the strict promises are looked at too.
        _isCalm = Random.Next(8) == 0;
        _failing = Random.Next(3) * 0.15;
        _dying = Rate();
        _standing = Rate();
        _losing = Rate();
        Results = new ModelResults(Random) { LossRate = Rate() * 10 };
        _limit = _isCalm ? TimeSpan.FromMinutes(10) : TimeSpan.FromMilliseconds(Random.Next(3000, 15_000));
        _group = new ModelGroup(Broker, this, _workers, _limit, hangs: _standing > 0);
        var workers = Random.Next(1, 5);
        var destinations = Random.Next(1, workers + 1);
        for (var i = 0; i < workers; i++) _workers.Add(new ModelHoldWorker($"w{i % destinations}", i, Broker, this));
        foreach (var worker in _workers) worker.Return();
        _flow = NewFlow();
    }

    public ModelResults Results { get; }

    public override bool IsExact => _isCalm;

    protected override int FaultySteps => 1000;

    protected override int StepsBetween => 16;

    protected override int LongestPass => 1500;

    protected override bool HasPoison => _dying > 0;

    protected override IReadOnlyList<string> Reasons { get; } = [DeadReasons.Attempts, DeadReasons.Quarantine, DeadReasons.Dropped, DeadReasons.Deadline];

    protected override bool IsQuiet => _flow.IsIdle && IsBrokerQuiet && Results.Count == 0 && _group.IsQuiet && _workers.TrueForAll(w => w.InHand == 0);

    /// <summary>The dispatcher hears that a hand-over did not arrive.</summary>
    public void HandOverFailed(DestinationState destination, PublishOutcome outcome) => _group.HandOverFailed(destination, outcome);

    /// <summary>A worker dies, and its dispatcher hears of it at once or by its silence.</summary>
    public void Kill(ModelHoldWorker worker)
    {
        var instance = worker.Instance;
        worker.Die();
        if (Random.Next(3) > 0) _group.PresenceEnded(instance, PresenceEnd.Lost);
    }

    protected override void Act()
    {
        if (IsFaulty && Random.NextDouble() < _losing) EndSession();
        switch (Random.Next(20))
        {
            case < 2: _flow.Receive(); break;
            case < 5: _flow.Pump(_group.Snapshot); break;
            case < 8: _flow.Hear(); break;
            case < 10: _flow.Settle(); break;
            case < 13: Results.Deliver(_flow.Desk); break;
            case < 18: Work(); break;
            case 18: Retries.Step(dies: IsFaulty && Random.NextDouble() < _losing); break;
            default: Pass(); break;
        }
    }

    protected override void Pass()
    {
        base.Pass();
        if (IsExact) _group.AssertCredit();
        foreach (var worker in _workers.Where(w => w is { Lives: true, IsStopped: false }))
        {
            if (!IsFaulty || Random.NextDouble() >= _standing * 20) _group.Hear(worker.Beat());
        }

        _group.Tick(_flow.Desk);
        _flow.Desk.TakeOverdue();
    }

    protected override Dictionary<string, object?> Headers()
    {
        var headers = base.Headers();
        if (Random.Next(10) == 0) headers[HeaderNames.Deadline] = WireTime.Write(Clock.GetUtcNow().AddMilliseconds(Random.Next(1, 15_000)));
        return headers;
    }

    protected override void EndFaults()
    {
        Results.LossRate = 0;
        foreach (var worker in _workers)
        {
            worker.Return();
            (worker.IsStopped, worker.Hangs) = (false, false);
        }
    }

    protected override void JudgeBooks()
    {
        Assert.True(_flow.Desk.IsEmpty, "the book of what is in hold is not empty");
        _group.JudgeBooks();
    }

    private void Work()
    {
        var worker = _workers[Random.Next(_workers.Count)];
        if (!worker.Lives && (!IsFaulty || Random.Next(4) == 0)) worker.Return();
        else if (IsFaulty && worker.Lives) Harm(worker);
        worker.Work(_failing);
    }

    private void Harm(ModelHoldWorker worker)
    {
        if (Random.NextDouble() < _dying) EndWorker(worker);
        if (Random.NextDouble() < _standing * 2) (worker.IsStopped, worker.Hangs) = Random.Next(2) == 0 ? (true, worker.Hangs) : (worker.IsStopped, true);
        else if (Random.Next(12) == 0) (worker.IsStopped, worker.Hangs) = (false, false);
    }

    private void EndWorker(ModelHoldWorker worker)
    {
        var instance = worker.Instance;
        switch (Random.Next(3))
        {
            case 0:
                Kill(worker);
                break;
            case 1 when !worker.IsStopped:
                worker.Leave();
                _group.PresenceEnded(instance, PresenceEnd.Left);
                break;
            default:
                worker.Disconnect();
                _group.PresenceEnded(instance, PresenceEnd.Lost);
                break;
        }
    }

    private void EndSession()
    {
        var fate = Random.Next(3);
        if (fate == 0) _flow.Stop(() => Results.Deliver(_flow.Desk));
        else _flow.Lose();
        if (fate == 1) Restart();
        Results.LoseSome();
        AssertStored();
        _flow = NewFlow();
        _group.Resync();
    }

    private void Restart()
    {
        foreach (var worker in _workers) worker.Cancel();
        Broker.Restart();
    }

    private double Rate() => _isCalm ? 0 : Random.Next(3) * 0.005;

    private ModelHoldFlow NewFlow() => new(Broker, this, _limit, Prefetch);
}
