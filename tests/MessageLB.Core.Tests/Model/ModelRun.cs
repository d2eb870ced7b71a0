using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// One run of the model, wholly determined by its seed: publishers, a dispatcher that dies and loses sessions, workers that fail and die, a
/// broker that returns and refuses. Then the faults stop, and every message must be done or a dead letter.
/// </summary>
internal sealed class ModelRun
{
    private const int FaultySteps = 400;
    private const int MostSteps = 40_000;
    private const int Prefetch = 8;

    private readonly ModelBroker _broker = new();
    private readonly List<ModelWorker> _workers = [];
    private readonly Dictionary<string, int> _done = [];
    private readonly List<string> _published = [];
    private readonly ModelRetryFlow _retries;
    private readonly double _failing;
    private readonly double _dying;
    private readonly double _losing;
    private ModelFlow _ingress;
    private ModelFlow? _rescue;
    private ModelWorker? _rescued;
    private bool _faulty = true;
    private long _version;
    private int _audited;

    public ModelRun(int seed)
    {
        Random = new Random(seed);
        Clock = new ManualTimeProvider();
        // Some runs have no faults of a kind, so that the strict promises are looked at too.
        _failing = Random.Next(3) * 0.15;
        _dying = Random.Next(3) * 0.01;
        _losing = Random.Next(3) * 0.01;
        RefuseRate = Random.Next(3) * 0.05;
        Retry = new RetryConfig { MaxAttempts = Random.Next(1, 6), Delay = TimeSpan.FromMilliseconds(Random.Next(0, 3000)), QuarantineAfter = Random.Next(1, 4) };
        foreach (var queue in (string[])[Names.IngressQueue("orders"), Names.RetryQueue("orders"), Names.DeadQueue("orders")]) _broker.Declare(queue);
        var workers = Random.Next(1, 5);
        for (var slot = 0; slot < workers; slot++) AddWorker(slot);
        _retries = new ModelRetryFlow(_broker, this);
        _ingress = NewIngress();
    }

    public Random Random { get; }

    public ManualTimeProvider Clock { get; }

    public RetryConfig Retry { get; }

    public double RefuseRate { get; private set; }

    public void Completed(ModelMessage message)
    {
        _done[message.Id] = _done.GetValueOrDefault(message.Id) + 1;
        Assert.Equal((Names.IngressExchange, $"key.{message.Id}"), (message.Properties.Headers![HeaderNames.Exchange], message.Properties.Headers[HeaderNames.RoutingKey]));
    }

    /// <summary>Runs, and looks at what became of every message.</summary>
    public void Go()
    {
        for (var i = 0; i < FaultySteps; i++) Step();
        _faulty = false;
        RefuseRate = 0;
        foreach (var worker in _workers) worker.Return();
        for (var i = 0; !IsQuiet() && i < MostSteps; i++) Step();
        Judge();
    }

    private void Step()
    {
        if (_faulty && Random.Next(4) == 0) Publish();
        if (_faulty && Random.NextDouble() < _losing) LoseSession();
        Rescue();
        Audit();
        var snapshot = Snapshot();
        switch (Random.Next(6))
        {
            case 0: (_rescue ?? _ingress).Receive(snapshot); break;
            case 1: _ingress.Receive(snapshot); break;
            case 2: (Random.Next(2) == 0 ? _rescue ?? _ingress : _ingress).Hear(); break;
            case 3: _retries.Step(dies: _faulty && Random.NextDouble() < _losing); break;
            case 4: Pass(); break;
            default: Work(); break;
        }
    }

    private void Work()
    {
        var worker = _workers[Random.Next(_workers.Count)];
        if (_faulty && Random.NextDouble() < _dying) worker.Die();
        else if (!worker.Lives) worker.Return();
        worker.Take();
        // A poisonous message kills in every run until it is quarantined.
        worker.Settle(Random, _failing);
    }

    private void Publish()
    {
        var id = _dying > 0 && Random.Next(15) == 0 ? $"poison{_published.Count}" : $"m{_published.Count}";
        _published.Add(id);
        var headers = new Dictionary<string, object?>();
        if (Random.Next(8) == 0) headers[HeaderNames.Delay] = $"{Random.Next(0, 5000)}";
        _broker.Publish(Names.IngressExchange, $"key.{id}", new MessageProperties { MessageId = id, Headers = headers });
    }

    private void Pass()
    {
        var milliseconds = Random.Next(1, 400);
        Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _broker.Pass(milliseconds);
    }

    // The dead worker's queue, one at a time; ends when the worker is back, as the dispatcher's does.
    private void Rescue()
    {
        if (_rescued is { Lives: true } || (_rescue is not null && _rescue.IsIdle)) EndRescue();
        if (_rescue is not null) return;
        _rescued = _workers.FirstOrDefault(w => !w.Lives && _broker.Count(w.Destination.Queue) > 0);
        if (_rescued is null || !_workers.Any(w => w.Lives)) return;
        _rescue = new ModelFlow(_rescued.Destination.Queue, _rescued.Destination, _broker, this, Prefetch);
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
        if (_audited == _broker.BeyondLimit || _ingress.Unsettled > 0 || _rescue is not null) return;
        _audited = _broker.BeyondLimit;
        LookAtQueues();
    }

    private void LookAtQueues()
    {
        foreach (var worker in _workers)
        {
            var credit = worker.Destination.Credit;
            var holds = _broker.Count(worker.Destination.Queue) + worker.InHand;
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
        _broker.Declare(destination.Queue);
        _workers.Add(new ModelWorker(destination, _broker, this));
    }

    private ModelFlow NewIngress() => new(Names.IngressQueue("orders"), null, _broker, this, Prefetch);

    private GroupSnapshot Snapshot() => new(++_version, [.. _workers.Where(w => w.Lives).Select(w => w.Destination)], []);

    private bool IsQuiet() => _ingress.IsIdle && _rescue is null && _broker.Count(ModelRetryFlow.Queue) == 0 && _broker.IsWaitless
        && _workers.TrueForAll(w => w.InHand == 0 && _broker.Count(w.Destination.Queue) == 0);

    private void Judge()
    {
        Assert.True(IsQuiet(), "not everything came to an end");
        var dead = new Dictionary<string, List<string?>>();
        while (_broker.Take(Names.DeadQueue("orders")) is { } letter)
        {
            if (!dead.TryGetValue(letter.Id, out var reasons)) dead[letter.Id] = reasons = [];
            reasons.Add(HeaderValues.GetText(letter.Properties.Headers, HeaderNames.DeadReason));
            Assert.Equal($"key.{letter.Id}", letter.Properties.Headers![HeaderNames.RoutingKey]);
        }

        Assert.All(_published, id => Assert.True(_done.ContainsKey(id) || dead.ContainsKey(id), $"{id} is lost"));
        Assert.All(dead.Values.SelectMany(r => r), reason => Assert.Contains(reason, (string[])[DeadReasons.Attempts, DeadReasons.Quarantine]));
        Assert.All(_published.Where(id => id.StartsWith("poison", StringComparison.Ordinal)), id => Assert.False(_done.ContainsKey(id), $"{id} was done"));
        Audit();
        Assert.All(_workers, w => Assert.Equal(0, w.Destination.Credit.InFlight));
        if (_losing > 0) return;
        // Without lost sessions nothing is there twice.
        Assert.All(_published, id => Assert.Equal(1, _done.GetValueOrDefault(id) + (dead.TryGetValue(id, out var letters) ? letters.Count : 0)));
    }
}
